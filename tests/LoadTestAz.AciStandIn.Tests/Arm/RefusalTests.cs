using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Arm;

/// <summary>Groups that are not admitted.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private Rig _rig = null!;

    private ArmClient Client => _rig.Client;

    public async ValueTask InitializeAsync() => _rig = await Rig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task A_name_is_in_one_region_only()
    {
        await Client.PutAsync("w", Bodies.Plain());
        var body = Bodies.Plain();
        body["location"] = "westeurope";

        var reply = await Client.PutAsync("w", body);

        Assert.Equal((409, "InvalidResourceLocation"), (reply.Status, reply.ErrorCode));
    }

    [Fact]
    public async Task All_that_is_wrong_with_a_body_is_told_at_once()
    {
        var body = Bodies.Plain();
        body["properties"]!["restartPolicy"] = "Sometimes";
        body["sku"] = "Standard";

        var reply = await Client.PutAsync("w", body);

        Assert.Equal((400, "InvalidRequestContent"), (reply.Status, reply.ErrorCode));
        Assert.Equal(["properties.restartPolicy", "sku"], reply.Body!["error"]!["details"]!.AsArray().Select(d => (string?)d!["target"]));
        Assert.Empty(_rig.Runtime.Started);
    }

    [Theory]
    [InlineData(QuotaNames.ContainerGroups, 1, "Limit: '1', Usage: '1' Requested: '1'")]
    [InlineData(QuotaNames.StandardCores, 3, "Limit: '3', Usage: '2' Requested: '2'")]
    public async Task A_quota_is_a_limit(string quota, int limit, string figures)
    {
        _rig.StandIn.World.Quotas["eastus"] = new() { [quota] = limit };
        var body = Bodies.Plain();
        body.Requests()["cpu"] = 1.5;
        await Client.PutAsync("w-0", body);

        var reply = await Client.PutAsync("w-1", (JsonObject)body.DeepClone());

        Assert.Equal((409, "ContainerGroupQuotaReached"), (reply.Status, reply.ErrorCode));
        Assert.Equal($"Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota '{quota}' exceeded in region 'eastus'. {figures}.", reply.ErrorMessage);
    }

    [Fact]
    public async Task A_group_larger_than_the_region_has_room_for_is_refused()
    {
        var body = Bodies.Plain();
        body.Requests()["cpu"] = 6;

        var reply = await Client.PutAsync("w", body);

        Assert.Equal((409, "ServiceUnavailable"), (reply.Status, reply.ErrorCode));
        Assert.Contains("is not available in the location 'eastus' at this moment", reply.ErrorMessage, StringComparison.Ordinal);
        Assert.EndsWith("Resource requested: '6' CPU '1.5' GB memory 'Linux' OS", reply.ErrorMessage, StringComparison.Ordinal);
    }
}

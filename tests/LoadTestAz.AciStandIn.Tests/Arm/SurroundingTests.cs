using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Arm;

/// <summary>What a preflight asks for.</summary>
public sealed class SurroundingTests : IAsyncLifetime
{
    private Rig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await Rig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Fact]
    public async Task The_subscription_the_group_and_the_provider_are_there()
    {
        Assert.Equal("Enabled", (string?)(await GetAsync(_rig.Client.Subscription))["state"]);
        Assert.Equal("eastus", (string?)(await GetAsync(_rig.Client.ResourceGroup))["location"]);
        var provider = await GetAsync($"{_rig.Client.Subscription}/providers/Microsoft.ContainerInstance");
        Assert.Equal("Registered", (string?)provider["registrationState"]);
        Assert.Equal("East US", (string?)provider["resourceTypes"]![0]!["locations"]![0]);
    }

    [Fact]
    public async Task Other_resources_are_there_once_added()
    {
        _rig.StandIn.World.AddStorageAccount("account", "https://127.0.0.1:1/account");

        Assert.Equal("client-1", (string?)(await GetAsync(Bodies.Identity))["properties"]!["clientId"]);
        var account = await GetAsync($"{_rig.Client.ResourceGroup}/providers/Microsoft.Storage/storageAccounts/account");
        Assert.Equal("https://127.0.0.1:1/account", (string?)account["properties"]!["primaryEndpoints"]!["blob"]);
        Assert.Equal("Microsoft.ContainerInstance/containerGroups", (string?)(await GetAsync(Bodies.Subnet))["properties"]!["delegations"]![0]!["properties"]!["serviceName"]);
    }

    [Fact]
    public async Task Usages_count_what_is_there()
    {
        _rig.StandIn.World.Quotas["eastus"] = new() { [QuotaNames.StandardCores] = 10 };
        var body = Bodies.Plain();
        body.Requests()["cpu"] = 1.5;
        await _rig.Client.PutAsync("w", body);
        await _rig.Client.PutAsync("spot", Bodies.Of("spot"));

        Assert.Equal([("ContainerGroups", 2, 1000), ("StandardCores", 2, 10), ("StandardSpotCores", 1, 1000)], await UsagesAsync("eastus"));
        Assert.Equal([("ContainerGroups", 0, 1000), ("StandardCores", 0, 4000), ("StandardSpotCores", 0, 1000)], await UsagesAsync("westeurope"));
    }

    [Fact]
    public async Task Capabilities_tell_the_largest_group()
    {
        var value = (await GetAsync($"{_rig.Client.Subscription}/providers/Microsoft.ContainerInstance/locations/eastus/capabilities"))["value"]!;

        Assert.Equal((4, 16), ((double)value[0]!["capabilities"]!["maxCpu"]!, (double)value[0]!["capabilities"]!["maxMemoryInGB"]!));
    }

    [Fact]
    public async Task A_region_without_container_instances_is_told() =>
        Assert.Equal("LocationNotAvailableForResourceType", (await _rig.Client.SendAsync("GET", ArmClient.Versioned($"{_rig.Client.Subscription}/providers/Microsoft.ContainerInstance/locations/moonbase/usages"))).ErrorCode);

    private async Task<List<(string?, int, int)>> UsagesAsync(string region)
    {
        var usages = await GetAsync($"{_rig.Client.Subscription}/providers/Microsoft.ContainerInstance/locations/{region}/usages");
        return [.. ((JsonArray)usages["value"]!).Select(u => ((string?)u!["name"]!["value"], (int)u["currentValue"]!, (int)u["limit"]!))];
    }

    private async Task<JsonObject> GetAsync(string path)
    {
        var reply = await _rig.Client.SendAsync("GET", ArmClient.Versioned(path));
        Assert.Equal(200, reply.Status);
        return reply.Body!;
    }
}

using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Faults;

/// <summary>Faults that show after a request was accepted: in operations, and in the lives of groups.</summary>
public sealed class FaultLifeTests : FaultTests
{
    [Fact]
    public async Task An_operation_takes_its_time()
    {
        Script.Add(Fault.SlowOperation(Minute));
        var created = await Client.PutAsync("w", Bodies.Plain());

        var pending = await Client.SendAsync("GET", created.OperationLink);
        var waiting = await Client.SendAsync("GET", created.ResultLink);
        var transitioning = await Client.PutAsync("w", Bodies.Plain());
        await Clock.AdvanceUntilAsync(Minute, () => !Rig.Runtime.Started.IsEmpty);
        await Client.UntilAsync("w", "Running");

        Assert.Equal(("Pending", 1), ((string?)pending.Body!["status"], pending.RetryAfter));
        Assert.Equal(202, waiting.Status);
        Assert.Equal("ContainerGroupTransitioning", transitioning.ErrorCode);
        Assert.Equal("Succeeded", (string?)(await Client.SendAsync("GET", created.OperationLink)).Body!["status"]);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("ServiceUnavailable")]
    public async Task An_operation_fails_after_it_was_accepted(string? code)
    {
        Script.Add(Fault.FailOperation(code, "No room after all."));
        var created = await Client.PutAsync("w", Bodies.Plain());
        var group = await Client.UntilAsync("w", "Failed");

        var operation = (await Client.SendAsync("GET", created.OperationLink)).Body!;
        var result = await Client.SendAsync("GET", created.ResultLink);

        Assert.Equal(201, created.Status);
        Assert.Equal("Failed", (string?)group["provisioningState"]);
        Assert.Equal("Failed", (string?)operation["status"]);
        Assert.Equal("No room after all.", (string?)operation["properties"]!["events"]![0]!["message"]);
        Assert.Equal(code, (string?)operation["error"]?["code"]);
        Assert.Equal((409, code ?? "Failed"), (result.Status, result.ErrorCode));
        Assert.Empty(Rig.Runtime.Started);
    }

    [Fact]
    public async Task A_group_never_starts_and_can_be_deleted()
    {
        Script.Add(Fault.NeverStarts() with { Name = "stuck" });
        await Client.PutAsync("stuck", Bodies.Plain());
        await Client.PutAsync("fine", Bodies.Plain());
        await Client.UntilAsync("fine", "Running");
        Clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("Pending", Assert.Single(Rig.StandIn.Groups, g => g.Name == "stuck").State);
        Assert.Equal(202, (await Client.DeleteAsync("stuck")).Status);
        await Client.UntilGoneAsync("stuck");
    }

    [Fact]
    public async Task A_group_that_never_starts_is_given_up_at_last()
    {
        Script.Add(Fault.NeverStarts());
        var created = await Client.PutAsync("w", Bodies.Plain());
        await Clock.AdvanceUntilAsync(TimeSpan.FromMinutes(30), () => Assert.Single(Rig.StandIn.Groups).ProvisioningState == "Failed");

        Assert.Equal("ResourceDeploymentFailure", (string?)(await Client.SendAsync("GET", created.OperationLink)).Body!["error"]!["code"]);
    }

    [Fact]
    public async Task An_image_can_not_be_pulled()
    {
        Script.Add(Fault.PullFails());
        var created = await Client.PutAsync("w", Bodies.Plain());
        await Eventually.TrueAsync("failed", () => Assert.Single(Rig.StandIn.Groups).ProvisioningState == "Failed");

        var view = View((await Client.GetAsync("w")).Body!);
        Assert.Equal(("Waiting", "ImagePullBackOff"), ((string?)view["currentState"]!["state"], (string?)view["currentState"]!["detailStatus"]));
        Assert.Contains(view["events"]!.AsArray(), e => (string?)e!["name"] == "Failed" && ((string?)e["message"])!.StartsWith("Failed to pull image", StringComparison.Ordinal));
        Assert.Equal("Failed", (string?)(await Client.SendAsync("GET", created.OperationLink)).Body!["status"]);
    }

    [Theory]
    [InlineData(Fault.OutOfMemory, "OOMKilled")]
    [InlineData(Fault.Maintenance, "Error")]
    [InlineData(7148, "Error")]
    public async Task A_container_is_killed(int exitCode, string detail)
    {
        Script.Add(Fault.Kill(Minute, exitCode));
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        await Clock.AdvanceUntilAsync(Minute, () => Assert.Single(Rig.StandIn.Groups).State == "Failed");

        var state = View((await Client.GetAsync("w")).Body!)["currentState"]!;
        Assert.Equal(("Terminated", exitCode, detail), ((string?)state["state"], (int?)state["exitCode"], (string?)state["detailStatus"]));
        Assert.Equal(137, await (await Rig.Runtime.GetAsync(0)).Exited);
    }

    [Fact]
    public async Task A_container_that_ended_before_is_not_killed()
    {
        Script.Add(Fault.Kill(Minute));
        await Client.PutAsync("w", Bodies.Plain());
        (await Rig.Runtime.GetAsync(0)).Exit(0);

        await Client.UntilAsync("w", "Succeeded");
    }

    [Fact]
    public async Task The_platform_restarts_a_container_once()
    {
        Script.Add(Fault.PlatformRestart(Minute));
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        await Clock.AdvanceUntilAsync(Minute, () => Rig.Runtime.Started.Count == 2);
        Clock.Advance(Minute);
        (await Rig.Runtime.GetAsync(1)).Exit(0);
        await Client.UntilAsync("w", "Succeeded");

        var view = View((await Client.GetAsync("w")).Body!);
        Assert.Equal((1, Fault.Maintenance), ((int?)view["restartCount"], (int?)view["previousState"]!["exitCode"]));
        Assert.Equal(2, Rig.Runtime.Started.Count);
        Assert.Equal(Rig.Runtime.Started.First().Start.Environment, Rig.Runtime.Started.Last().Start.Environment);
    }

    [Fact]
    public async Task A_group_outlives_its_delete_for_a_while()
    {
        Script.Add(Fault.DeleteLingers(Minute));
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        var deleted = await Client.DeleteAsync("w");
        await Eventually.TrueAsync("the operation is done", async () => (string?)(await Client.SendAsync("GET", deleted.OperationLink)).Body!["status"] == "Succeeded");

        Assert.Equal("Running", Assert.Single(Rig.StandIn.Groups).State);
        await Clock.AdvanceUntilAsync(Minute, () => Rig.StandIn.Groups.Count == 0);
    }

    [Fact]
    public async Task A_group_outlives_its_delete_until_it_is_deleted_again()
    {
        Script.Add(Fault.DeleteLingers() with { Count = 1 });
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        var deleted = await Client.DeleteAsync("w");
        await Eventually.TrueAsync("the operation is done", async () => (string?)(await Client.SendAsync("GET", deleted.OperationLink)).Body!["status"] == "Succeeded");
        Clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("Running", Assert.Single(Rig.StandIn.Groups).State);
        await Client.DeleteAsync("w");
        await Client.UntilGoneAsync("w");
    }

    private static JsonObject View(JsonObject group) => (JsonObject)group["properties"]!["containers"]![0]!["properties"]!["instanceView"]!;
}

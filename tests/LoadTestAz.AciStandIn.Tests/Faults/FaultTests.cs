using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Tests.Support;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.AciStandIn.Tests.Faults;

public sealed class FaultTests : IAsyncLifetime
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    private readonly FakeTimeProvider _clock = new();
    private Rig _rig = null!;

    private ArmClient Client => _rig.Client;

    private FaultScript Script => _rig.StandIn.Faults;

    public async ValueTask InitializeAsync() => _rig = await Rig.StartAsync(new() { Clock = _clock });

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    public static TheoryData<string, int, string, string> Answers => new()
    {
        { nameof(FaultAction.Throttle), 429, "TooManyRequests", "try again after '7' seconds" },
        { nameof(FaultAction.Transitioning), 409, "ContainerGroupTransitioning", "The container group 'w' is still transitioning, please retry later." },
        { nameof(FaultAction.QuotaReached), 409, "ContainerGroupQuotaReached", "quota 'StandardCores' exceeded in region 'eastus'. Limit: '0', Usage: '0' Requested: '1'." },
        { nameof(Fault.QuotaZero), 409, "ServiceUnavailable", "quota 'ContainerGroups' exceeded in region 'eastus'. Limit: '0', Usage: '0' Requested: '1'." },
        { nameof(FaultAction.NoCapacity), 409, "ServiceUnavailable", "The requested resource is not available in the location 'eastus' at this moment." },
        { nameof(FaultAction.InaccessibleImage), 400, "InaccessibleImage", "The image 'registry.example.com/loadtest-worker:1' in container group 'w' is not accessible." },
        { nameof(FaultAction.Forbidden), 403, "AuthorizationFailed", "action 'Microsoft.ContainerInstance/containerGroups/write'" },
        { nameof(FaultAction.Error), 503, "ServerBusy", "Later." },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public async Task A_request_is_answered_with_an_error_and_has_no_effect(string name, int status, string code, string message)
    {
        Script.Add(name switch
        {
            nameof(FaultAction.Throttle) => Fault.Throttle(TimeSpan.FromSeconds(7)),
            nameof(FaultAction.Transitioning) => Fault.Transitioning(),
            nameof(FaultAction.QuotaReached) => Fault.QuotaReached(),
            nameof(Fault.QuotaZero) => Fault.QuotaZero(),
            nameof(FaultAction.NoCapacity) => Fault.NoCapacity("eastus"),
            nameof(FaultAction.InaccessibleImage) => Fault.InaccessibleImage(),
            nameof(FaultAction.Forbidden) => Fault.Forbidden(ArmCall.PutGroup),
            _ => Fault.Error(503, "ServerBusy", "Later."),
        });

        var reply = await Client.PutAsync("w", Bodies.Plain());

        Assert.Equal((status, code), (reply.Status, reply.ErrorCode));
        Assert.Contains(message, reply.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal(status == 429 ? 7 : null, reply.RetryAfter);
        Assert.Empty(_rig.StandIn.Groups);
    }

    [Fact]
    public async Task A_fault_strikes_whom_it_fits_as_often_as_it_says()
    {
        Script.Add(Fault.Error(500, "X", "x") with { Verb = "put", Name = "a-*", Region = "eastus", From = 2, Count = 2 });
        var elsewhere = Bodies.Plain();
        elsewhere["location"] = "westeurope";

        var statuses = new List<int>();
        foreach (var (name, body) in new[] { ("a-0", Bodies.Plain()), ("b-0", Bodies.Plain()), ("a-1", elsewhere), ("a-2", Bodies.Plain()), ("a-3", Bodies.Plain()), ("a-4", Bodies.Plain()) })
            statuses.Add((await Client.PutAsync(name, body)).Status);

        Assert.Equal([201, 201, 201, 500, 500, 201], statuses);
        Assert.Equal(200, (await Client.GetAsync("a-0")).Status);
        Assert.Equal(2, Script.CountOf(FaultAction.Error));
    }

    [Fact]
    public async Task A_fault_comes_and_goes_with_time()
    {
        Script.Add(Fault.Unreachable() with { After = Minute, For = TimeSpan.FromSeconds(30) });

        Assert.Equal(200, (await Client.ListAsync()).Status);
        _clock.Advance(Minute);
        await Assert.ThrowsAsync<HttpRequestException>(Client.ListAsync);
        await Assert.ThrowsAsync<HttpRequestException>(() => Client.SendAsync("GET", ArmClient.Versioned(Client.Subscription)));
        _clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(200, (await Client.ListAsync()).Status);
    }

    [Fact]
    public async Task A_fault_ends_when_it_is_taken_back()
    {
        using (Script.Add(Fault.Unreachable()))
            await Assert.ThrowsAsync<HttpRequestException>(Client.ListAsync);

        Assert.Equal(200, (await Client.ListAsync()).Status);
    }

    [Fact]
    public async Task A_connection_is_cut_before_the_effect_or_after_it()
    {
        using (Script.Add(Fault.CutBefore()))
            await Assert.ThrowsAsync<HttpRequestException>(() => Client.PutAsync("before", Bodies.Plain()));
        using (Script.Add(Fault.CutAfter() with { Calls = [ArmCall.PutGroup] }))
            await Assert.ThrowsAsync<HttpRequestException>(() => Client.PutAsync("after", Bodies.Plain()));

        Assert.Equal("after", Assert.Single(_rig.StandIn.Groups).Name);
        Assert.All(_rig.StandIn.Recorder.Requests, r => Assert.True(r.Cut));
    }

    [Fact]
    public async Task An_answer_is_late()
    {
        Script.Add(Fault.Slow(Minute));

        var reply = Client.ListAsync();
        await Eventually.TrueAsync("the request has come", () => Script.CountOf(FaultAction.Slow) == 1);
        Assert.False(reply.IsCompleted);
        await AdvanceUntilAsync(Minute, () => reply.IsCompleted);

        Assert.Equal(200, (await reply).Status);
    }

    [Fact]
    public async Task Links_lead_elsewhere()
    {
        Script.Add(Fault.ForeignLinks());

        var reply = await Client.PutAsync("w", Bodies.Plain());

        Assert.NotEqual(_rig.StandIn.Endpoint.Host, new Uri(reply.OperationLink).Host);
        Assert.NotEqual(_rig.StandIn.Endpoint.Host, reply.Headers.Location!.Host);
    }

    [Fact]
    public async Task An_operation_takes_its_time()
    {
        Script.Add(Fault.SlowOperation(Minute));
        var created = await Client.PutAsync("w", Bodies.Plain());

        var pending = await Client.SendAsync("GET", created.OperationLink);
        var waiting = await Client.SendAsync("GET", created.ResultLink);
        var transitioning = await Client.PutAsync("w", Bodies.Plain());
        await AdvanceUntilAsync(Minute, () => !_rig.Runtime.Started.IsEmpty);
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
        Assert.Empty(_rig.Runtime.Started);
    }

    [Fact]
    public async Task A_group_never_starts_and_can_be_deleted()
    {
        Script.Add(Fault.NeverStarts() with { Name = "stuck" });
        await Client.PutAsync("stuck", Bodies.Plain());
        await Client.PutAsync("fine", Bodies.Plain());
        await Client.UntilAsync("fine", "Running");
        _clock.Advance(TimeSpan.FromMinutes(20));

        Assert.Equal("Pending", Assert.Single(_rig.StandIn.Groups, g => g.Name == "stuck").State);
        Assert.Equal(202, (await Client.DeleteAsync("stuck")).Status);
        await Client.UntilGoneAsync("stuck");
    }

    [Fact]
    public async Task A_group_that_never_starts_is_given_up_at_last()
    {
        Script.Add(Fault.NeverStarts());
        var created = await Client.PutAsync("w", Bodies.Plain());
        await AdvanceUntilAsync(TimeSpan.FromMinutes(30), () => Assert.Single(_rig.StandIn.Groups).ProvisioningState == "Failed");

        Assert.Equal("ResourceDeploymentFailure", (string?)(await Client.SendAsync("GET", created.OperationLink)).Body!["error"]!["code"]);
    }

    [Fact]
    public async Task An_image_can_not_be_pulled()
    {
        Script.Add(Fault.PullFails());
        var created = await Client.PutAsync("w", Bodies.Plain());
        await Eventually.TrueAsync("failed", () => Assert.Single(_rig.StandIn.Groups).ProvisioningState == "Failed");

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
        await AdvanceUntilAsync(Minute, () => Assert.Single(_rig.StandIn.Groups).State == "Failed");

        var state = View((await Client.GetAsync("w")).Body!)["currentState"]!;
        Assert.Equal(("Terminated", exitCode, detail), ((string?)state["state"], (int?)state["exitCode"], (string?)state["detailStatus"]));
        Assert.Equal(137, await (await _rig.Runtime.GetAsync(0)).Exited);
    }

    [Fact]
    public async Task A_container_that_ended_before_is_not_killed()
    {
        Script.Add(Fault.Kill(Minute));
        await Client.PutAsync("w", Bodies.Plain());
        (await _rig.Runtime.GetAsync(0)).Exit(0);

        await Client.UntilAsync("w", "Succeeded");
    }

    [Fact]
    public async Task The_platform_restarts_a_container_once()
    {
        Script.Add(Fault.PlatformRestart(Minute));
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        await AdvanceUntilAsync(Minute, () => _rig.Runtime.Started.Count == 2);
        _clock.Advance(Minute);
        (await _rig.Runtime.GetAsync(1)).Exit(0);
        await Client.UntilAsync("w", "Succeeded");

        var view = View((await Client.GetAsync("w")).Body!);
        Assert.Equal((1, Fault.Maintenance), ((int?)view["restartCount"], (int?)view["previousState"]!["exitCode"]));
        Assert.Equal(2, _rig.Runtime.Started.Count);
        Assert.Equal(_rig.Runtime.Started.First().Start.Environment, _rig.Runtime.Started.Last().Start.Environment);
    }

    [Fact]
    public async Task A_group_outlives_its_delete_for_a_while()
    {
        Script.Add(Fault.DeleteLingers(Minute));
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        var deleted = await Client.DeleteAsync("w");
        await Eventually.TrueAsync("the operation is done", async () => (string?)(await Client.SendAsync("GET", deleted.OperationLink)).Body!["status"] == "Succeeded");

        Assert.Equal("Running", Assert.Single(_rig.StandIn.Groups).State);
        await AdvanceUntilAsync(Minute, () => _rig.StandIn.Groups.Count == 0);
    }

    [Fact]
    public async Task A_group_outlives_its_delete_until_it_is_deleted_again()
    {
        Script.Add(Fault.DeleteLingers() with { Count = 1 });
        await Client.PutAsync("w", Bodies.Plain());
        await Client.UntilAsync("w", "Running");
        var deleted = await Client.DeleteAsync("w");
        await Eventually.TrueAsync("the operation is done", async () => (string?)(await Client.SendAsync("GET", deleted.OperationLink)).Body!["status"] == "Succeeded");
        _clock.Advance(TimeSpan.FromDays(1));

        Assert.Equal("Running", Assert.Single(_rig.StandIn.Groups).State);
        await Client.DeleteAsync("w");
        await Client.UntilGoneAsync("w");
    }

    // The clock may be moved before a wait of the stand-in has begun, so it is moved until that shows.
    private async Task AdvanceUntilAsync(TimeSpan step, Func<bool> condition) => await Eventually.TrueAsync("an effect of time", () =>
    {
        if (!condition())
            _clock.Advance(step);
        return condition();
    });

    private static JsonObject View(JsonObject group) => (JsonObject)group["properties"]!["containers"]![0]!["properties"]!["instanceView"]!;
}

using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Faults;

/// <summary>Faults that are answers, or none.</summary>
public sealed class FaultAnswerTests : FaultTests
{
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
        Assert.Empty(Rig.StandIn.Groups);
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
        Clock.Advance(Minute);
        await Assert.ThrowsAsync<HttpRequestException>(Client.ListAsync);
        await Assert.ThrowsAsync<HttpRequestException>(() => Client.SendAsync("GET", ArmClient.Versioned(Client.Subscription)));
        Clock.Advance(TimeSpan.FromSeconds(30));
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

        Assert.Equal("after", Assert.Single(Rig.StandIn.Groups).Name);
        Assert.All(Rig.StandIn.Recorder.Requests, r => Assert.True(r.Cut));
    }

    [Fact]
    public async Task An_answer_is_late()
    {
        Script.Add(Fault.Slow(Minute));

        var reply = Client.ListAsync();
        await Eventually.TrueAsync("the request has come", () => Script.CountOf(FaultAction.Slow) == 1);
        Assert.False(reply.IsCompleted);
        await Clock.AdvanceUntilAsync(Minute, () => reply.IsCompleted);

        Assert.Equal(200, (await reply).Status);
    }

    [Fact]
    public async Task Links_lead_elsewhere()
    {
        Script.Add(Fault.ForeignLinks());

        var reply = await Client.PutAsync("w", Bodies.Plain());

        Assert.NotEqual(Rig.StandIn.Endpoint.Host, new Uri(reply.OperationLink).Host);
        Assert.NotEqual(Rig.StandIn.Endpoint.Host, reply.Headers.Location!.Host);
    }
}

using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Tests.Aci.Groups;

/// <summary>One worker's way to its container group, through what Azure answers on it.</summary>
public sealed class GroupLauncherTests
{
    private const string Quota = "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'eastus'. Limit: '10', Usage: '10' Requested: '1'.";
    private const string Room = "The requested resource is not available in the location 'eastus' at this moment. Please retry with a different resource request or in another location.";

    private readonly ArmWorld _world = new();

    [Fact]
    public async Task Without_trouble_it_takes_one_request()
    {
        var instance = await LaunchAsync(ArmWorld.Plan());

        Assert.Equal("lt-20260102-030405-abcdef-0-eastus", instance.Name);
        Assert.Equal(["PUT"], _world.Arm.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task Throttled_it_waits_as_long_as_it_is_asked_to()
    {
        _world.Arm.Before = _ => _world.Arm.Requests.Count == 1 ? ScriptedArm.Error(429, "TooManyRequests", "slow down", retryAfter: 40) : null;

        await LaunchAsync(ArmWorld.Plan());

        Assert.Equal(["PUT", "PUT"], _world.Arm.Requests.Select(r => r.Method));
        Assert.True(_world.Arm.Requests[1].At - _world.Arm.Requests[0].At >= TimeSpan.FromSeconds(40));
        Assert.Contains(_world.Notices, n => n.Contains("creating container groups; the next one may be sent in 40s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(0)]
    public async Task In_doubt_it_looks_before_it_asks_again(int status)
    {
        _world.Arm.Before = r => r.Method == "PUT" && _world.Arm.Requests.Count == 1 ? Broken(status) : null;

        await LaunchAsync(ArmWorld.Plan());

        Assert.Equal(["PUT", "GET", "PUT"], _world.Arm.Requests.Select(r => r.Method));
        Assert.Single(_world.Arm.Requests.Select(r => r.Group).Distinct());
    }

    [Theory]
    [InlineData(500)]
    [InlineData(504)]
    [InlineData(0)]
    public async Task What_was_done_though_nobody_said_so_is_found(int status)
    {
        // The connection breaks after the service has done its work.
        _world.Arm.After = r => r.Method == "PUT" ? Broken(status) : null;

        await LaunchAsync(ArmWorld.Plan());

        Assert.Equal(["PUT", "GET"], _world.Arm.Requests.Select(r => r.Method));
        Assert.Single(_world.Arm.Groups);
    }

    [Fact]
    public async Task A_group_in_transition_is_waited_for_under_the_same_name()
    {
        _world.Arm.Before = r => r.Method == "PUT" && _world.Arm.Requests.Count(q => q.Method == "PUT") <= 2 ? ScriptedArm.Error(409, "ContainerGroupTransitioning", "still transitioning") : null;

        await LaunchAsync(ArmWorld.Plan());

        var puts = _world.Arm.Requests.Where(r => r.Method == "PUT").ToList();
        Assert.Equal(3, puts.Count);
        Assert.All(puts.Zip(puts.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= TimeSpan.FromSeconds(10)));
        Assert.Single(_world.Arm.Groups);
    }

    [Theory]
    [InlineData("ContainerGroupQuotaReached", Quota)]
    [InlineData("ServiceUnavailable", Room)]
    [InlineData("LocationNotAvailableForResourceType", "The provided location 'eastus' is not available for resource type.")]
    public async Task A_region_that_refuses_is_followed_by_the_next(string code, string message)
    {
        _world.Arm.Before = r => r.Group?.EndsWith("-eastus", StringComparison.Ordinal) == true ? ScriptedArm.Error(409, code, message) : null;
        var plan = ArmWorld.Plan(3, ["eastus", "westeurope", "northeurope"]);

        var names = new List<string>();
        var backend = _world.NewBackend(plan);
        await _world.CreateRunAsync(plan);
        foreach (var worker in plan.Workers)
            names.Add((await backend.LaunchAsync(plan, worker, _world.Store, WorkerSecrets.None, default)).Name);

        Assert.All(names, name => Assert.EndsWith("-westeurope", name));
        Assert.All(_world.Arm.Groups.Values, group => Assert.Equal("westeurope", (string?)group["location"]));
        // The next workers know it and do not try there again.
        Assert.Single(_world.Arm.Requests, r => r.Group!.EndsWith("-eastus", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Spread_the_workers_begin_with_different_regions()
    {
        var plan = ArmWorld.Plan(5, ["eastus", "westeurope"], azure => azure with { Spread = true });
        await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);
        foreach (var worker in plan.Workers)
            await backend.LaunchAsync(plan, worker, _world.Store, WorkerSecrets.None, default);

        Assert.Equal(
            ["0-eastus", "1-westeurope", "2-eastus", "3-westeurope", "4-eastus"],
            _world.Arm.Requests.Select(r => r.Group![(plan.RunId.Length + 1)..]));
    }

    [Fact]
    public async Task A_full_quota_everywhere_is_final_at_once()
    {
        _world.Arm.Before = _ => ScriptedArm.Error(409, "ContainerGroupQuotaReached", Quota);
        var before = _world.Clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<ComputeException>(() => LaunchAsync(ArmWorld.Plan(1, ["eastus", "westeurope"])));

        Assert.Equal((WorkerCause.QuotaReached, false), (error.Cause, error.ConcernsAll));
        Assert.Contains("StandardCores", error.Message);
        Assert.Contains("Ask for more quota", error.Message);
        Assert.Equal(2, _world.Arm.Requests.Count);
        Assert.True(_world.Clock.GetUtcNow() - before < TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task Room_that_comes_later_is_waited_for()
    {
        var later = _world.Clock.GetUtcNow() + TimeSpan.FromMinutes(3);
        _world.Arm.Before = r => _world.Clock.GetUtcNow() < later ? ScriptedArm.Error(409, "ServiceUnavailable", Room) : null;

        await LaunchAsync(ArmWorld.Plan());

        Assert.InRange(_world.Arm.Requests.Count, 3, 5);
        Assert.Contains(_world.Notices, n => n.Contains("No region has room for worker 0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Room_that_never_comes_is_given_up_at_the_start_timeout()
    {
        _world.Arm.Before = _ => ScriptedArm.Error(409, "ServiceUnavailable", Room);
        var before = _world.Clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<ComputeException>(() => LaunchAsync(ArmWorld.Plan()));

        Assert.Equal(WorkerCause.CapacityUnavailable, error.Cause);
        Assert.InRange(_world.Clock.GetUtcNow() - before, TimeSpan.FromMinutes(8), LoadTestExecution.DefaultStartTimeout + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task An_Azure_that_stays_silent_is_given_up_at_the_start_timeout()
    {
        _world.Arm.Before = _ => Broken(0);
        var before = _world.Clock.GetUtcNow();

        var error = await Assert.ThrowsAsync<ComputeException>(() => LaunchAsync(ArmWorld.Plan()));

        Assert.Equal(WorkerCause.PlatformError, error.Cause);
        Assert.Contains("did not say in time", error.Message);
        Assert.InRange(_world.Clock.GetUtcNow() - before, TimeSpan.FromMinutes(8), LoadTestExecution.DefaultStartTimeout + TimeSpan.FromMinutes(1));
    }

    [Theory]
    [InlineData(400, "InaccessibleImage", "The image 'x' is not accessible.", WorkerCause.ImagePull, false, "AcrPull")]
    [InlineData(409, "RegistryErrorResponse", "An error response is received from the docker registry.", WorkerCause.ImagePull, false, "AcrPull")]
    [InlineData(400, "SpotPriorityContainerGroupNotSupportedInSku", "No Spot here.", WorkerCause.PlatformError, false, "No Spot here.")]
    [InlineData(403, "AuthorizationFailed", "No right.", WorkerCause.PlatformError, true, "role")]
    [InlineData(404, "ResourceGroupNotFound", "No group.", WorkerCause.PlatformError, true, "azure.resource_group")]
    public async Task What_will_not_change_is_not_tried_again(int status, string code, string message, WorkerCause cause, bool concernsAll, string words)
    {
        _world.Arm.Before = _ => ScriptedArm.Error(status, code, message);

        var error = await Assert.ThrowsAsync<ComputeException>(() => LaunchAsync(ArmWorld.Plan(1, ["eastus", "westeurope"])));

        Assert.Equal((cause, concernsAll), (error.Cause, error.ConcernsAll));
        Assert.Contains(words, error.Message);
        Assert.Single(_world.Arm.Requests);
    }

    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 10)]
    public async Task An_image_that_is_refused_three_times_and_never_taken_is_not_asked_for_again(bool oneIsTaken, int creations)
    {
        _world.Arm.Before = r => oneIsTaken && r.Group!.EndsWith("-2-eastus", StringComparison.Ordinal) ? null : ScriptedArm.Error(400, "InaccessibleImage", "The image 'x' is not accessible.");
        var plan = ArmWorld.Plan(10);
        await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);

        var refused = new List<ComputeException>();
        foreach (var worker in plan.Workers)
        {
            try
            {
                await backend.LaunchAsync(plan, worker, _world.Store, WorkerSecrets.None, default);
            }
            catch (ComputeException e)
            {
                refused.Add(e);
            }
        }

        Assert.Equal((creations, oneIsTaken ? 9 : 10), (_world.Arm.Requests.Count, refused.Count));
        Assert.All(refused, e => Assert.Equal(WorkerCause.ImagePull, e.Cause));
        Assert.All(refused, e => Assert.Contains("'x' is not accessible", e.Message));
    }

    [Fact]
    public async Task A_turn_that_comes_too_late_is_told_before_it_is_waited_for()
    {
        for (var i = 0; i < AciLimits.PerShortWindow; i++)
            await _world.Paces.Creates.PassAsync(DateTimeOffset.MaxValue, null, default);
        var plan = ArmWorld.Plan();
        plan = plan with { Execution = plan.Execution with { StartTimeout = TimeSpan.FromMinutes(4) } };

        var error = await Assert.ThrowsAsync<ComputeException>(() => LaunchAsync(plan));

        Assert.Equal(WorkerCause.StartTimeout, error.Cause);
        Assert.Contains("100 in 5 minutes", error.Message);
        Assert.Contains("start_timeout", error.Message);
        Assert.Empty(_world.Arm.Requests);
    }

    [Fact]
    public async Task A_creation_that_was_sent_is_awaited_even_when_it_is_no_longer_wanted()
    {
        using var stop = new CancellationTokenSource();
        _world.Arm.After = r =>
        {
            stop.Cancel();
            return null;
        };
        var plan = ArmWorld.Plan();
        await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);

        var instance = await backend.LaunchAsync(plan, plan.Workers[0], _world.Store, WorkerSecrets.None, stop.Token);

        Assert.Equal(instance.Name, Assert.Single(_world.Arm.Groups).Key);
        await _world.ElapseAsync(backend.DeleteAsync(plan.RunId, 0, default));
        Assert.Empty(_world.Arm.Groups);
    }

    [Fact]
    public async Task What_was_asked_for_in_vain_is_deleted_all_the_same()
    {
        // Accepted, but the list does not show it yet, and nobody learned of it.
        using var stop = new CancellationTokenSource();
        _world.Arm.After = r =>
        {
            if (r.Method != "PUT")
                return null;
            stop.Cancel();
            return Broken(0);
        };
        _world.Arm.Before = r => r is { Method: "GET", Group: null } ? new HttpResponseMessage { Content = new StringContent("""{"value": []}""") } : null;
        var plan = ArmWorld.Plan();
        await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _world.ElapseAsync(backend.LaunchAsync(plan, plan.Workers[0], _world.Store, WorkerSecrets.None, stop.Token)));
        Assert.Single(_world.Arm.Groups);

        await _world.ElapseAsync(backend.DeleteAsync(plan.RunId, 0, default));
        Assert.Empty(_world.Arm.Groups);
    }

    private static HttpResponseMessage Broken(int status) =>
        status == 0 ? throw new HttpRequestException("cut", new IOException("The connection was cut.")) : ScriptedArm.Error(status, "InternalServerError", "broken");

    private async Task<ComputeInstance> LaunchAsync(LoadTestPlan plan)
    {
        await _world.CreateRunAsync(plan);
        return await _world.ElapseAsync(_world.NewBackend(plan).LaunchAsync(plan, plan.Workers[0], _world.Store, WorkerSecrets.None, default));
    }
}

using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Tests.Aci.Runs;

/// <summary>Whole runs on the stand-in, with whatever goes wrong on the way.</summary>
public sealed class StandInRunTests
{
    [Fact]
    public async Task Three_workers_run_and_nothing_is_left()
    {
        await using var rig = await StandInRun.StartAsync();
        var plan = rig.Plan(3);

        var run = await rig.RunAsync(plan);

        AssertCompleted(rig, plan, run);
        Assert.True(run.EstimatedCost > 0);
        Assert.Equal(3 * StandInRun.Requests, (await MergeAsync(rig, plan, run)).Metrics["http_reqs"]!.Count);
        Assert.Equal((3, 3), (rig.CountOf(ArmCall.PutGroup), rig.CountOf(ArmCall.DeleteGroup)));
    }

    [Fact]
    public async Task Three_hundred_workers_keep_to_the_pace()
    {
        await using var rig = await StandInRun.StartAsync();
        var plan = rig.Plan(300, startTimeout: TimeSpan.FromMinutes(20));

        var run = await rig.RunAsync(plan);

        AssertCompleted(rig, plan, run);
        Assert.DoesNotContain(rig.StandIn.Recorder.Requests, r => r.Status == 429);
        // One creation, one deletion, and one look at what should be gone for each; lists and closer looks by the time it took.
        Assert.Equal((300, 300), (rig.CountOf(ArmCall.PutGroup), rig.CountOf(ArmCall.DeleteGroup)));
        AssertPace(rig, ArmCall.PutGroup);
        AssertPace(rig, ArmCall.DeleteGroup);
        Assert.Equal(300 * StandInRun.Requests, (await MergeAsync(rig, plan, run)).Metrics["http_reqs"]!.Count);
        // Three a worker is the least there can be; lists and closer looks came to 76 when this was written.
        Assert.InRange(rig.StandIn.Recorder.Requests.Count, 900, 1100);
    }

    [Fact]
    public async Task Three_hundred_workers_of_whom_some_are_turned_away_all_come_in_time()
    {
        // Without limits of the service's own, so that what waits does so for our pace: a creation that is turned away, since
        // others use the subscription as well, must not cost a place in it.
        await using var rig = await StandInRun.StartAsync(options => options with { Limits = null });
        rig.StandIn.Faults.Add(Fault.Throttle(TimeSpan.FromSeconds(10)) with { Calls = [ArmCall.PutGroup], From = 40, Count = 12 });
        rig.StandIn.Faults.Add(Fault.Throttle(TimeSpan.FromSeconds(10)) with { Calls = [ArmCall.PutGroup], From = 250, Count = 12 });
        var plan = rig.Plan(300, startTimeout: TimeSpan.FromMinutes(14));

        var run = await rig.RunAsync(plan);

        AssertCompleted(rig, plan, run);
        Assert.Equal(24, rig.StandIn.Recorder.Requests.Count(r => r.Status == 429));
        Assert.Equal(324, rig.CountOf(ArmCall.PutGroup));
    }

    public static TheoryData<string> Disturbances => [.. Disturbing.Keys];

    // What a run gets over: all workers complete, none twice.
    private static readonly Dictionary<string, Fault[]> Disturbing = new()
    {
        ["throttled creations"] = [Fault.Throttle(TimeSpan.FromSeconds(20)) with { Calls = [ArmCall.PutGroup], Count = 2 }],
        ["throttled deletions"] = [Fault.Throttle(TimeSpan.FromSeconds(20)) with { Calls = [ArmCall.DeleteGroup], Count = 2 }],
        ["throttled reads"] = [Fault.Throttle(TimeSpan.FromSeconds(5)) with { Calls = [ArmCall.ListGroups, ArmCall.GetGroup], Count = 3 }],
        ["transition"] = [Fault.Transitioning() with { Calls = [ArmCall.PutGroup], Name = "*-1-*", Count = 2 }],
        ["500"] = [Fault.Error(500, "InternalServerError", "broken") with { Calls = [ArmCall.PutGroup], Count = 2 }],
        ["503"] = [Fault.Error(503, "ServiceUnavailable", "The service is unavailable.") with { Calls = [ArmCall.PutGroup, ArmCall.DeleteGroup], Count = 4 }],
        ["cut before"] = [Fault.CutBefore() with { Calls = [ArmCall.PutGroup], Count = 2 }],
        ["cut after"] = [Fault.CutAfter() with { Calls = [ArmCall.PutGroup, ArmCall.DeleteGroup], Count = 5 }],
        ["slow operations"] = [Fault.SlowOperation(TimeSpan.FromSeconds(40))],
        ["a delete that lingers"] = [Fault.DeleteLingers() with { Name = "*-2-*", Count = 1 }],
        ["a foreign link"] = [Fault.ForeignLinks() with { Calls = [ArmCall.PutGroup, ArmCall.DeleteGroup] }],
        ["half a minute without Azure"] = [Fault.Unreachable() with { After = TimeSpan.FromSeconds(10), For = TimeSpan.FromSeconds(30) }],
        ["a container that the platform starts again"] = [Fault.PlatformRestart(TimeSpan.FromMinutes(2)) with { Name = "*-0-*" }],
    };

    [Theory]
    [MemberData(nameof(Disturbances))]
    public async Task A_run_gets_over(string disturbance)
    {
        await using var rig = await StandInRun.StartAsync();
        foreach (var fault in Disturbing[disturbance])
            rig.StandIn.Faults.Add(fault);
        var plan = rig.Plan(3);

        var run = await rig.RunAsync(plan);

        AssertCompleted(rig, plan, run);
        Assert.Equal(3 * StandInRun.Requests, (await MergeAsync(rig, plan, run)).Metrics["http_reqs"]!.Count);
    }

    [Fact]
    public async Task A_region_without_room_is_followed_by_the_next()
    {
        await using var rig = await StandInRun.StartAsync();
        rig.StandIn.Faults.Add(Fault.NoCapacity("eastus"));
        var plan = rig.Plan(3, ["eastus", "westeurope"]);

        var run = await rig.RunAsync(plan);

        AssertCompleted(rig, plan, run);
        Assert.All(run.Workers, worker => Assert.EndsWith("-westeurope", worker.Name));
    }

    [Fact]
    public async Task A_real_quota_lets_some_in_and_tells_why_not_the_others()
    {
        await using var rig = await StandInRun.StartAsync();
        rig.StandIn.World.Quotas["eastus"] = new() { [QuotaNames.ContainerGroups] = 100, [QuotaNames.StandardCores] = 2, [QuotaNames.StandardSpotCores] = 0 };
        var plan = rig.Plan(3);

        var run = await rig.RunAsync(plan);

        Assert.Equal(RunState.Degraded, run.State);
        var refused = Assert.Single(run.Workers, worker => worker.State is WorkerState.Failed);
        Assert.Equal(WorkerCause.QuotaReached, refused.Cause);
        Assert.Contains("StandardCores", refused.Detail);
        AssertNothingLeft(rig, run);
    }

    public static TheoryData<string> Losses => [.. Losing.Keys];

    // What costs a worker: the run goes on without it, and says why.
    private static readonly Dictionary<string, (Fault Fault, WorkerState State, WorkerCause Cause, string Words)> Losing = new()
    {
        ["image"] = (Fault.InaccessibleImage() with { Name = "*-1-*" }, WorkerState.Failed, WorkerCause.ImagePull, "AcrPull"),
        ["image, after it was accepted"] = (Fault.PullFails() with { Name = "*-1-*" }, WorkerState.Failed, WorkerCause.ImagePull, "AcrPull"),
        ["operation that fails after it was accepted"] = (Fault.FailOperation("ServiceUnavailable", "The requested resource is not available in the location 'eastus' at this moment.") with { Name = "*-1-*" }, WorkerState.Failed, WorkerCause.CapacityUnavailable, "not available in the location"),
        ["operation whose failure only the events tell"] = (Fault.FailOperation(null, "Failed to pull image 'x'") with { Name = "*-1-*" }, WorkerState.Failed, WorkerCause.ImagePull, "Failed to pull image"),
        ["never starts"] = (Fault.NeverStarts() with { Name = "*-1-*" }, WorkerState.Skipped, WorkerCause.StartTimeout, ""),
        ["killed before it is ready"] = (Fault.Kill(TimeSpan.Zero) with { Name = "*-1-*" }, WorkerState.Failed, WorkerCause.OutOfMemory, "137"),
        ["killed for want of memory"] = (Fault.Kill(TimeSpan.FromSeconds(22)) with { Name = "*-1-*" }, WorkerState.Lost, WorkerCause.OutOfMemory, "137"),
        ["ended by the platform"] = (Fault.Kill(TimeSpan.FromSeconds(22), Fault.Maintenance) with { Name = "*-1-*" }, WorkerState.Lost, WorkerCause.PlatformRestart, "7147"),
    };

    [Theory]
    [MemberData(nameof(Losses))]
    public async Task A_worker_is_lost_by(string reason)
    {
        await using var rig = await StandInRun.StartAsync();
        var (fault, state, cause, words) = Losing[reason];
        rig.StandIn.Faults.Add(fault);
        var plan = rig.Plan(3, startTimeout: TimeSpan.FromMinutes(2));

        var run = await rig.RunAsync(plan);

        Assert.Equal(RunState.Degraded, run.State);
        var lost = run.Workers[1];
        Assert.True((state, cause) == (lost.State, lost.Cause), $"{lost.State}, {lost.Cause}: {lost.Detail}");
        Assert.Contains(words, lost.Detail);
        Assert.All(run.Workers.Where(w => w.Index != 1), worker => Assert.Equal(WorkerState.Completed, worker.State));
        Assert.True((await MergeAsync(rig, plan, run)).Metrics["http_reqs"]!.Count >= 2 * StandInRun.Requests);
        AssertNothingLeft(rig, run);
    }

    [Fact]
    public async Task What_a_lost_worker_printed_is_saved_before_its_group_goes()
    {
        await using var rig = await StandInRun.StartAsync();
        rig.StandIn.Faults.Add(Fault.Kill(TimeSpan.FromSeconds(22)) with { Name = "*-1-*" });
        var plan = rig.Plan(2);

        var run = await rig.RunAsync(plan);

        Assert.Equal(WorkerState.Lost, run.Workers[1].State);
        Assert.Contains($"{plan.RunId}/container_1.log", rig.Store.Names);
        Assert.DoesNotContain($"{plan.RunId}/container_0.log", rig.Store.Names);
        Assert.Equal(1, rig.CountOf(ArmCall.ContainerLogs));
    }

    [Fact]
    public async Task A_group_that_can_t_be_deleted_is_told_and_stands_on_the_run()
    {
        await using var rig = await StandInRun.StartAsync();
        rig.StandIn.Faults.Add(Fault.DeleteLingers() with { Name = "*-2-*" });
        var plan = rig.Plan(3);

        var run = await rig.RunAsync(plan);

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal([run.Workers[2].Name], run.Leftovers);
        Assert.Contains(rig.Warnings, w => w.Contains("Worker 2", StringComparison.Ordinal) && w.Contains("is still there", StringComparison.Ordinal));
        Assert.Equal([run.Workers[2].Name], rig.StandIn.Groups.Select(g => g.Name));
    }

    [Theory]
    [InlineData(CleanupPolicy.Never, 2)]
    [InlineData(CleanupPolicy.OnSuccess, 0)]
    [InlineData(CleanupPolicy.Always, 0)]
    public async Task Groups_go_by_the_plans_policy(CleanupPolicy policy, int left)
    {
        await using var rig = await StandInRun.StartAsync();

        var run = await rig.RunAsync(rig.Plan(2, cleanup: policy));

        Assert.Equal(RunState.Completed, run.State);
        Assert.Equal(left, rig.StandIn.Groups.Count);
    }

    [Fact]
    public async Task On_success_a_run_that_went_wrong_stays_for_a_look()
    {
        await using var rig = await StandInRun.StartAsync();
        rig.StandIn.Faults.Add(Fault.Kill(TimeSpan.FromSeconds(22)) with { Name = "*-1-*" });

        var run = await rig.RunAsync(rig.Plan(2, cleanup: CleanupPolicy.OnSuccess));

        Assert.Equal(RunState.Degraded, run.State);
        Assert.Equal(2, rig.StandIn.Groups.Count);
    }

    [Fact]
    public async Task The_store_may_be_gone_for_a_while()
    {
        await using var rig = await StandInRun.StartAsync();
        var plan = rig.Plan(3);

        var run = await rig.RunAsync(plan, () =>
        {
            // Longer than after what a silent worker is given up, were he to be heard.
            var (from, until) = (rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(3), rig.Clock.GetUtcNow() + TimeSpan.FromSeconds(93));
            rig.Store.Fault = (_, _) =>
            {
                if (rig.Clock.GetUtcNow() is var now && now >= from && now < until)
                    throw new Ports.StoreException(Ports.StoreFailure.Unavailable, "The store is down.");
            };
            return Task.CompletedTask;
        });

        AssertCompleted(rig, plan, run);
        Assert.Equal(3 * StandInRun.Requests, (await MergeAsync(rig, plan, run)).Metrics["http_reqs"]!.Count);
    }

    private static void AssertCompleted(StandInRun rig, LoadTestPlan plan, LoadTestRun run)
    {
        Assert.True(run.State is RunState.Completed, string.Join('\n', run.Workers.Select(w => $"{w.Index} {w.State} {w.Cause} {w.Detail}").Concat(rig.Warnings)));
        Assert.Equal(plan.Workers.Count, rig.Launched.Count);
        AssertNothingLeft(rig, run);
        // Never a second worker: one claim, one completion, one group each.
        Assert.Equal(plan.Workers.Count, rig.Store.Names.Count(name => name.Contains("/completion_", StringComparison.Ordinal)));
    }

    // What the service allows: 100 in any five minutes and 300 in any hour.
    private static void AssertPace(StandInRun rig, ArmCall call)
    {
        var at = rig.StandIn.Recorder.Requests.Where(r => r.Call == call).Select(r => r.At).Order().ToList();
        for (var i = AciLimits.PerShortWindow; i < at.Count; i++)
            Assert.True(at[i] - at[i - AciLimits.PerShortWindow] >= AciLimits.ShortWindow, $"{call} {i} came {at[i] - at[i - AciLimits.PerShortWindow]} after the one 100 before it.");
    }

    private static void AssertNothingLeft(StandInRun rig, LoadTestRun run)
    {
        Assert.Empty(run.Leftovers);
        Assert.Empty(rig.StandIn.Groups);
    }

    private static async Task<LoadTestResult> MergeAsync(StandInRun rig, LoadTestPlan plan, LoadTestRun run)
    {
        var store = new RunStore(rig.Store, plan.RunId);
        var observer = new RunObserver(store);
        await observer.PollAsync(rig.Clock.GetUtcNow(), CancellationToken.None);
        return (await new ResultMerger(store, plan).MergeAsync(run, observer, CancellationToken.None))!;
    }
}

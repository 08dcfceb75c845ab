using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using LoadTestAz.Tests.Runs.Stores;

namespace LoadTestAz.Azure.Tests.Aci;

public sealed class AciComputeBackendTests
{
    private readonly ArmWorld _world = new();

    [Fact]
    public async Task Three_hundred_workers_keep_to_the_pace_and_to_few_requests()
    {
        var plan = ArmWorld.Plan(300);
        plan = plan with { Execution = plan.Execution with { StartTimeout = TimeSpan.FromMinutes(20) } };
        var document = await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);
        var (run, launcher) = (new RunStore(_world.Store, plan.RunId), new RunLauncher(_world.Store, backend, _world.Clock));

        var workers = await _world.ElapseAsync(ToListAsync(launcher.LaunchAsync(run, plan, 20, default)), TimeSpan.FromSeconds(2));

        Assert.All(workers, worker => Assert.Equal(WorkerState.Creating, worker.State));
        Assert.Equal(300, _world.Arm.Groups.Count);
        AssertPace("PUT");
        Assert.Equal(300, _world.Arm.Requests.Count);
        Assert.InRange(_world.Clock.GetUtcNow() - document.CreatedAt, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(11));
        Assert.Contains(_world.Notices, n => n.Contains("100 in 5 minutes", StringComparison.Ordinal));
        // One worker read run.json for all.
        Assert.Equal(1, _world.Store.Calls["read"]);

        await _world.ElapseAsync(Task.WhenAll(plan.Workers.Select(worker => backend.DeleteAsync(plan.RunId, worker.Index, default))), TimeSpan.FromSeconds(2));

        Assert.Empty(_world.Arm.Groups);
        AssertPace("DELETE");
        Assert.Equal(300, _world.Arm.Requests.Count(r => r.Method == "DELETE"));
        // One list, and one look a group at what should be gone.
        Assert.InRange(_world.Arm.Requests.Count(r => r.Method == "GET"), 301, 303);
    }

    [Theory]
    [InlineData(30)]
    [InlineData(-30)]
    public async Task The_start_timeout_is_the_same_where_this_machines_clock_is_off(int minutesAhead)
    {
        var plan = ArmWorld.Plan(1);
        var store = new MemoryResultStore(new SkewedTimeProvider(_world.Clock, TimeSpan.FromMinutes(-minutesAhead)));
        var backend = _world.NewBackend(plan);
        await new RunLauncher(store, backend, _world.Clock).CreateAsync(plan, CancellationToken.None);
        _world.Arm.Before = _ => ScriptedArm.Error(409, "ServiceUnavailable", "The requested resource is not available in the location 'eastus' at this moment.");
        var before = _world.Clock.GetUtcNow();

        await Assert.ThrowsAsync<ComputeException>(() => _world.ElapseAsync(backend.LaunchAsync(plan, plan.Workers[0], store, WorkerSecrets.None, default), TimeSpan.FromSeconds(2)));

        Assert.InRange(_world.Clock.GetUtcNow() - before, TimeSpan.FromMinutes(8), LoadTestExecution.DefaultStartTimeout + TimeSpan.FromSeconds(10));
    }

    [Fact]
    public async Task A_look_costs_the_same_however_many_workers_there_are()
    {
        var plan = ArmWorld.Plan(90);
        await LaunchAllAsync(plan);
        var backend = _world.NewBackend(plan);
        int[] all = [.. plan.Workers.Select(w => w.Index)];
        var before = _world.Arm.Requests.Count;

        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(90, (await backend.ListAsync(plan.RunId, all, default)).Count);
            _world.Clock.Advance(TimeSpan.FromSeconds(1));
        }

        // 20 lists in 100 s, each with at most so many closer looks.
        Assert.InRange(_world.Arm.Requests.Count - before, 20 * (1 + GroupSightings.CloserLooks), 21 * (1 + GroupSightings.CloserLooks));
    }

    [Fact]
    public async Task Nobody_in_doubt_needs_no_closer_look()
    {
        var plan = ArmWorld.Plan(5);
        await LaunchAllAsync(plan);
        var before = _world.Arm.Requests.Count;

        await _world.NewBackend(plan).ListAsync(plan.RunId, [], default);

        Assert.Equal(1, _world.Arm.Requests.Count - before);
    }

    [Fact]
    public async Task A_group_is_what_its_container_is()
    {
        var plan = ArmWorld.Plan(6);
        var names = await LaunchAllAsync(plan);
        _world.Arm.SetContainer(names[1], "Waiting");
        _world.Arm.SetContainer(names[2], "Running");
        _world.Arm.SetContainer(names[3], "Terminated", 0);
        _world.Arm.SetContainer(names[4], "Terminated", 137);
        _world.Arm.SetContainer(names[5], "Terminated", 7147);

        var seen = await _world.NewBackend(plan).ListAsync(plan.RunId, [0, 1, 2, 3, 4, 5], default);

        Assert.Equal(names, seen.Select(s => s.Name));
        Assert.Equal(
            [ComputeState.Creating, ComputeState.Creating, ComputeState.Running, ComputeState.Ended, ComputeState.Ended, ComputeState.Ended],
            seen.Select(s => s.State));
        Assert.Equal([WorkerCause.None, WorkerCause.OutOfMemory, WorkerCause.PlatformRestart], seen.Skip(3).Select(s => s.Cause));
        Assert.Contains("exit code 137", seen[4].Detail);
    }

    [Fact]
    public async Task What_failed_after_it_was_accepted_is_told_with_the_operations_reason()
    {
        const string Operation = "https://management.azure.com/subscriptions/s/providers/Microsoft.ContainerInstance/locations/eastus/operations/1";
        _world.Arm.After = r =>
        {
            if (r.Method != "PUT")
                return null;
            var answer = new HttpResponseMessage(System.Net.HttpStatusCode.Created) { Content = new StringContent("{}") };
            answer.Headers.TryAddWithoutValidation("Azure-AsyncOperation", Operation);
            return answer;
        };
        _world.Arm.Before = r => r.Uri.AbsoluteUri != Operation ? null : new HttpResponseMessage
        {
            Content = new StringContent("""{"status": "Failed", "error": {"code": "ContainerGroupQuotaReached", "message": "container group quota 'StandardCores' exceeded"}}"""),
        };
        var plan = ArmWorld.Plan(1);
        await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);
        var instance = await backend.LaunchAsync(plan, plan.Workers[0], _world.Store, WorkerSecrets.None, default);
        _world.Arm.Groups[instance.Name]["properties"]!["provisioningState"] = "Failed";

        var seen = Assert.Single(await backend.ListAsync(plan.RunId, [0], default));

        Assert.Equal((ComputeState.Ended, WorkerCause.QuotaReached), (seen.State, seen.Cause));
        Assert.Contains("StandardCores", seen.Detail);
    }

    [Fact]
    public async Task Groups_that_failed_are_looked_at_before_all_others()
    {
        var plan = ArmWorld.Plan(60);
        var names = await LaunchAllAsync(plan);
        _world.Arm.Groups[names[59]]["properties"]!["provisioningState"] = "Failed";

        await _world.NewBackend(plan).ListAsync(plan.RunId, [.. plan.Workers.Select(w => w.Index)], default);

        Assert.Contains(_world.Arm.Requests, r => r.Method == "GET" && r.Group == names[59]);
    }

    [Fact]
    public async Task Other_peoples_groups_and_other_runs_are_not_ours()
    {
        var plan = ArmWorld.Plan(1);
        await LaunchAllAsync(plan);
        var other = plan with { RunId = "lt-other" };
        await LaunchAllAsync(other);
        _world.Arm.Groups["theirs"] = System.Text.Json.Nodes.JsonNode.Parse("""{"name": "theirs", "properties": {"provisioningState": "Succeeded", "containers": []}}""")!.AsObject();

        var backend = _world.NewBackend(plan);
        Assert.Single(await backend.ListAsync(plan.RunId, [0], default));
        await _world.ElapseAsync(backend.DeleteAsync(plan.RunId, 0, default));

        Assert.Equal(["lt-other-0-eastus", "theirs"], _world.Arm.Groups.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Another_session_finds_and_deletes_what_this_one_made()
    {
        var plan = ArmWorld.Plan(3, ["eastus", "westeurope"], azure => azure with { Spread = true });
        var names = await LaunchAllAsync(plan);
        _world.Arm.Logs[names[1]] = "what it printed";
        var other = _world.NewBackend(plan);

        Assert.Equal(names, (await other.ListAsync(plan.RunId, [], default)).Select(s => s.Name));
        Assert.Equal("what it printed", await other.ReadLogAsync(plan.RunId, 1, default));
        Assert.Null(await other.ReadLogAsync(plan.RunId, 0, default));
        await _world.ElapseAsync(Task.WhenAll(plan.Workers.Select(w => other.DeleteAsync(plan.RunId, w.Index, default))));

        Assert.Empty(_world.Arm.Groups);
    }

    [Fact]
    public async Task An_Azure_that_is_down_does_not_keep_those_waiting_who_watch()
    {
        var plan = ArmWorld.Plan(1);
        _world.Arm.Before = _ => ScriptedArm.Error(503, "ServerTimeout", "busy");

        var error = await Assert.ThrowsAsync<ComputeException>(() => _world.NewBackend(plan).ListAsync(plan.RunId, [0], default));

        Assert.Equal(ComputeFailure.Unavailable, error.Failure);
        Assert.Single(_world.Arm.Requests);
    }

    private async Task<List<string>> LaunchAllAsync(LoadTestPlan plan)
    {
        await _world.CreateRunAsync(plan);
        var backend = _world.NewBackend(plan);
        var names = new List<string>();
        foreach (var worker in plan.Workers)
            names.Add((await backend.LaunchAsync(plan, worker, _world.Store, WorkerSecrets.None, default)).Name);
        return names;
    }

    private void AssertPace(string method)
    {
        var times = _world.Arm.Requests.Where(r => r.Method == method).Select(r => r.At).ToList();
        Assert.All(times, end => Assert.True(times.Count(t => t <= end && t > end - AciLimits.ShortWindow) <= AciLimits.PerShortWindow));
        Assert.All(times, end => Assert.True(times.Count(t => t <= end && t > end - AciLimits.LongWindow) <= AciLimits.PerLongWindow));
    }

    private static async Task<List<T>> ToListAsync<T>(IAsyncEnumerable<T> items)
    {
        var list = new List<T>();
        await foreach (var item in items)
            list.Add(item);
        return list;
    }
}

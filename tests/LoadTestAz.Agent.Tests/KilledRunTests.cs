using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Agent.Tests;

/// <summary>Workers that don't end when they are asked to, each seen only by what it left in the store.</summary>
public sealed class KilledRunTests
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero));
    private readonly List<string> _warnings = [];

    [Fact]
    public async Task Each_is_deleted_where_it_runs_told_and_reported_in_its_name()
    {
        var platform = new ListedCompute(0, 1, 2) { Refused = 2, Log = "what it printed" };
        var (run, state, left) = await KillAsync(platform, LoadTestCompute.Aci);

        Assert.Equal([0, 1], platform.Deleted.Order());
        Assert.Equal(["group-2"], left);
        Assert.Equal(
            [
                "Worker 0 ('group-0') had not ended 1m after the stop, and was killed; its last snapshot counts.",
                "Worker 1 ('group-1') had not ended 1m after the stop, and was killed; its last snapshot counts.",
                "Worker 2 ('group-2') could not be deleted: no.",
            ],
            _warnings.Order(StringComparer.Ordinal));
        Assert.Equal([WorkerState.Failed, WorkerState.Failed, WorkerState.Running, WorkerState.Completed], state.Workers.Select(w => w.State));
        Assert.Equal((WorkerCause.Stopped, "It had not ended 1m after the stop, and was killed."), (state.Workers[0].Cause, state.Workers[0].Detail));
        Assert.NotNull(state.Workers[0].StartedAt);
        Assert.Equal("what it printed"u8.ToArray(), await run.Store.TryReadAsync("lt-1/container_0.log", CancellationToken.None));
    }

    [Fact]
    public async Task What_runs_in_another_process_of_this_machine_is_told_and_left_alone()
    {
        var platform = new ListedCompute(1, 2);
        var (_, state, left) = await KillAsync(platform, LoadTestCompute.Local);

        Assert.Equal([1, 2], platform.Deleted.Order());
        Assert.Equal(["group-0"], left);
        Assert.Contains("Worker 0 ('group-0') has not ended 1m after the stop, and runs in another process: only there it can be killed.", _warnings);
        Assert.Equal(WorkerState.Running, state.Workers[0].State);
    }

    // Workers 0 to 2 make load, 3 has ended.
    private async Task<(RunStore Run, LoadTestRun State, IReadOnlyList<string> Left)> KillAsync(ListedCompute platform, LoadTestCompute compute)
    {
        var plan = Simulation.Plan(workers: 4) with { Compute = compute };
        var run = new RunStore(new MemoryResultStore(_clock), plan.RunId);
        var now = _clock.GetUtcNow();
        var document = new RunDocument(plan.RunId, now, now.AddHours(1), "here");
        await run.TryStartAsync(new StartDocument(now, [0, 1, 2, 3]), CancellationToken.None);
        for (var i = 0; i < 4; i++)
        {
            await run.TryClaimAsync(new ClaimDocument(i, $"group-{i}", now), CancellationToken.None);
            using var metrics = System.Text.Json.JsonDocument.Parse(Metrics.MetricSetJson.Serialize(new Metrics.MetricSet()));
            await run.WriteLiveAsync(new LiveDocument(i, 1, now, now, WorkerState.Running, metrics.RootElement), CancellationToken.None);
        }

        await run.WriteCompletionAsync(new CompletionDocument(3, WorkerState.Completed, WorkerCause.None, null, 0, now, now, HasMetrics: false, "e"), CancellationToken.None);
        var controller = new RunController(run, plan, document, platform, _clock) { Warn = _warnings.Add };
        var before = await controller.LookOnceAsync(CancellationToken.None);
        var left = await new RunCleanup(run, plan, controller.Observer, platform, _clock) { Warn = _warnings.Add }.KillAsync(before.Workers, "1m after the stop", CancellationToken.None);
        return (run, await controller.LookOnceAsync(CancellationToken.None), left);
    }

    private sealed class ListedCompute(params int[] workers) : IComputeBackend
    {
        public TimeSpan StartLead => TimeSpan.Zero;

        public List<int> Deleted { get; } = [];

        public int? Refused { get; init; }

        public string? Log { get; init; }

        public Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("Nothing is launched here.");

        public Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<ComputeInstance>>([.. workers.Select(i => new ComputeInstance(i, $"group-{i}", ComputeState.Running))]);

        public Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken) => Task.FromResult(Log);

        public Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken)
        {
            if (workerIndex == Refused)
                throw new ComputeException(WorkerCause.PlatformError, "no.");
            lock (Deleted)
                Deleted.Add(workerIndex);
            return Task.CompletedTask;
        }
    }
}

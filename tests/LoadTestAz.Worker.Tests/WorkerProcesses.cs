using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Worker.Tests;

/// <summary>Workers as processes of this machine, seen as a platform sees its containers: they run, or they have ended.</summary>
internal sealed class WorkerProcesses : IComputeBackend, IAsyncDisposable
{
    private readonly Func<LoadTestPlan, int, WorkerProcess> _start;
    private readonly SortedDictionary<int, WorkerProcess> _processes = [];

    public WorkerProcesses(Func<LoadTestPlan, int, WorkerProcess> start) => _start = start;

    public TimeSpan StartLead { get; } = TimeSpan.FromSeconds(3);

    public WorkerProcess this[int index] => _processes[index];

    public Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken)
    {
        lock (_processes)
            _processes.Add(worker.Index, _start(plan, worker.Index));
        return Task.FromResult(Describe(worker.Index));
    }

    public Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken)
    {
        lock (_processes)
            return Task.FromResult<IReadOnlyList<ComputeInstance>>([.. _processes.Keys.Select(Describe)]);
    }

    public Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public async Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken) => await _processes[workerIndex].DisposeAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes.Values)
            await process.DisposeAsync();
    }

    private ComputeInstance Describe(int index) =>
        new(index, $"process-{index}", _processes[index].HasEnded ? ComputeState.Ended : ComputeState.Running);
}

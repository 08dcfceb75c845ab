using System.Globalization;
using LoadTestAz.Agent;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>An agent inside this process in place of a container.</summary>
internal sealed class AgentContainer(SeveredStore store) : IRunningContainer
{
    private readonly CancellationTokenSource _end = new();
    private readonly TaskCompletionSource<int> _exit = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <inheritdoc/>
    public Task<int> Exited => _exit.Task;

    /// <summary>Starts one by the variables that a worker's container is told by.</summary>
    /// <exception cref="ContainerStartException">They do not say which worker of which run it is.</exception>
    public static AgentContainer Start(
        ContainerStart container, IResultStore store, IEngineFactory engines, TimeProvider clock, TimeSpan pollInterval, TimeSpan liveInterval, TimeSpan bootTime)
    {
        if (container.Environment.GetValueOrDefault("RUN_ID") is not { Length: > 0 } runId
            || !int.TryParse(container.Environment.GetValueOrDefault("WORKER_INDEX"), NumberStyles.None, CultureInfo.InvariantCulture, out var index))
            throw new ContainerStartException("RUN_ID or WORKER_INDEX is missing in the container's environment.");

        var severed = new SeveredStore(store);
        var agent = new AgentContainer(severed);
        var options = new WorkerAgentOptions
        {
            Instance = $"{container.Group}-{Guid.NewGuid():N}",
            PollInterval = pollInterval,
            LiveInterval = liveInterval,
            Secret = container.Environment.GetValueOrDefault,
            Echo = line => agent.Print(container, line),
        };
        var worker = new WorkerAgent(new RunStore(severed, runId), index, engines, clock, options);
        _ = Task.Run(() => agent.RunAsync(worker, clock, bootTime));
        return agent;
    }

    /// <inheritdoc/>
    public async Task StopAsync()
    {
        await _end.CancelAsync();
        await Exited;
    }

    /// <inheritdoc/>
    /// <remarks>A task can't be killed: it ends when it likes, and nobody hears of it any more.</remarks>
    public void Kill()
    {
        store.Sever();
        _exit.TrySetResult(137);
        _end.Cancel();
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        Kill();
        return ValueTask.CompletedTask;
    }

    // As the worker program does: whatever becomes of the worker, the container ends with 0.
    private async Task RunAsync(WorkerAgent worker, TimeProvider clock, TimeSpan bootTime)
    {
        try
        {
            if (bootTime > TimeSpan.Zero)
                await Task.Delay(bootTime, clock, _end.Token);
            await worker.RunAsync(_end.Token);
        }
        finally
        {
            _exit.TrySetResult(0);
        }
    }

    private void Print(ContainerStart container, string line)
    {
        if (!Exited.IsCompleted)
            container.Print(line);
    }
}

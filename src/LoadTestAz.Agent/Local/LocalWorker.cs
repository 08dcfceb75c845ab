using System.Collections.Concurrent;
using LoadTestAz.Agent.Health;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Local;

/// <summary>One worker inside this process.</summary>
internal sealed class LocalWorker(RunStore run, int index, WorkerSecrets secrets, IEngineFactory engines, TimeProvider clock, IHealthProbe health)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentQueue<string> _log = new();
    private readonly CancellationTokenSource _kill = new();
    private Task<CompletionDocument?> _work = Task.FromResult<CompletionDocument?>(null);

    private string Name => $"local-{Environment.ProcessId}-{run.RunId}-{index}";

    /// <summary>Sets it going on the thread pool.</summary>
    /// <param name="told">Is called when it has ended, and the store has all that there is to know of it.</param>
    public void Start(Action told)
    {
        var options = new WorkerAgentOptions { Instance = Name, PollInterval = PollInterval, Echo = _log.Enqueue, HealthProbe = health, Secret = secrets.Find };
        _work = Task.Run(async () =>
        {
            var end = await new WorkerAgent(run, index, engines, clock, options).RunAsync(_kill.Token).ConfigureAwait(false);
            if (end is { Cause: not WorkerCause.UploadFailed })
                told();
            return end;
        });
    }

    /// <summary>How it stands; an end that the store did not take is told here.</summary>
    public ComputeInstance Describe() => _work switch
    {
        { IsCompleted: false } => new(index, Name, ComputeState.Running),
        { IsFaulted: true, Exception: var e } => new(index, Name, ComputeState.Ended, e.GetBaseException().Message),
        _ => new(index, Name, ComputeState.Ended, _work.Result?.Detail),
    };

    /// <summary>Its log lines so far.</summary>
    public string ReadLog() => string.Join('\n', _log);

    /// <summary>Ends its load at once and waits until it has saved what it measured.</summary>
    public async Task KillAsync(CancellationToken cancellationToken)
    {
        await _kill.CancelAsync().ConfigureAwait(false);
        await ((Task)_work).WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}

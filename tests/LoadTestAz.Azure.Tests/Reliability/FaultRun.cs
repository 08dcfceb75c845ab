using LoadTestAz.Agent;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using LoadTestAz.Tests.Runs.Stores;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>
/// A whole run of three workers under simulated time, in which something goes wrong: real agents, controllers and backend, an
/// engine that records one request a second for each VU.
/// </summary>
internal abstract class FaultRun(FakeTimeProvider clock, MemoryResultStore store) : IAsyncDisposable
{
    /// <summary>The worker that it befalls.</summary>
    public const int Victim = 1;

    private readonly Dictionary<int, WorkerStore> _stores = [];
    private readonly CancellationTokenSource _firstSession = new();

    public FakeTimeProvider Clock => clock;

    public MemoryResultStore Store => store;

    public List<string> Warnings { get; } = [];

    /// <summary>What the run's parts are called as they pass; each is called once.</summary>
    public Dictionary<string, Action> At { get; } = [];

    /// <summary>What becomes of the victim's engine while it is prepared.</summary>
    public Func<CancellationToken, Task>? Preparing { get; set; }

    /// <summary>What becomes of the victim's engine before the load's seconds.</summary>
    public Action<int>? EachSecond { get; set; }

    /// <summary>Whether the victim's engine stays when its load is over.</summary>
    public bool NeverEnds { get; set; }

    /// <summary>How far the clock of the victim's machine is ahead of the store's.</summary>
    public TimeSpan VictimAhead { get; set; }

    /// <summary>How far the clock of the sessions' machine is ahead of it.</summary>
    public TimeSpan SessionAhead { get; set; }

    /// <summary>Two sessions wait, not one.</summary>
    public bool TwoWaiters { get; set; }

    /// <summary>The plan.</summary>
    public LoadTestPlan Plan { get; protected init; } = null!;

    /// <summary>Workers that are still there, wherever they run.</summary>
    public abstract int Left { get; }

    /// <summary>The victim never comes to run.</summary>
    public abstract void NeverStarts();

    /// <summary>The victim is gone at once: in Azure its container is killed, on this machine its engine.</summary>
    public abstract void Die();

    /// <summary>The backend as a new session has it.</summary>
    public abstract IComputeBackend NewBackend();

    /// <summary>Lets simulated time pass until something is done.</summary>
    public abstract Task<T> ElapseAsync<T>(Task<T> task);

    public abstract ValueTask DisposeAsync();

    /// <summary>Ends the first session as kill -9 does.</summary>
    public virtual void KillFirstSession() => _firstSession.Cancel();

    /// <summary>The store as a worker sees it.</summary>
    public WorkerStore StoreOf(int worker)
    {
        lock (_stores)
        {
            if (!_stores.TryGetValue(worker, out var own))
                _stores[worker] = own = new WorkerStore(store);
            return own;
        }
    }

    /// <summary>Nobody reaches the store for so long from now on.</summary>
    public void CutStore(TimeSpan time)
    {
        var until = clock.GetUtcNow() + time;
        store.Fault = (_, _) =>
        {
            if (clock.GetUtcNow() < until)
                throw new StoreException(StoreFailure.Unavailable, "The store is down.");
        };
    }

    /// <summary>The run from its launch to its last deletion, and what came of it.</summary>
    public async Task<FaultOutcome> RunAsync()
    {
        var run = await ElapseAsync(WatchAsync());
        var result = await MergeAsync(run);
        return FaultOutcome.Of(Plan, run, result, Left);
    }

    /// <summary>How far the clock of a machine is ahead.</summary>
    /// <param name="worker">The worker on it; null for the sessions.</param>
    protected virtual TimeSpan AheadOf(int? worker) => worker is null ? SessionAhead : worker == Victim ? VictimAhead : TimeSpan.Zero;

    /// <summary>The clock of a machine.</summary>
    /// <inheritdoc cref="AheadOf"/>
    protected TimeProvider ClockOf(int? worker) => AheadOf(worker) is var ahead && ahead == TimeSpan.Zero ? clock : new SkewedTimeProvider(clock, ahead);

    /// <summary>The workers' engines.</summary>
    protected IEngineFactory Engines => new ScriptedEngines(context =>
    {
        if (context.Worker.Index != Victim)
            return new ScriptedEngine(context, ClockOf(context.Worker.Index));
        var engine = new ScriptedEngine(context, ClockOf(Victim)) { Preparing = (_, token) => Preparing?.Invoke(token) ?? Task.CompletedTask, EachSecond = (_, second) => EachSecond?.Invoke(second) };
        return NeverEnds ? new EndlessEngine(engine, ClockOf(Victim)) : engine;
    });

    /// <summary>A stage of the run is reached.</summary>
    protected void Pass(string stage)
    {
        if (At.Remove(stage, out var action))
            action();
    }

    /// <summary>A worker is about to be launched.</summary>
    protected void Launching(int worker)
    {
        if (worker == Victim)
            Pass("launching");
    }

    private async Task<LoadTestRun> WatchAsync()
    {
        var waiting = TwoWaiters ? WaitAsync(NewBackend(), null) : null;
        try
        {
            var starting = NewBackend();
            var launcher = new RunLauncher(store, starting, ClockOf(null));
            var (run, document) = await launcher.CreateAsync(Plan, _firstSession.Token);
            Pass("created");
            await foreach (var worker in launcher.LaunchAsync(run, Plan, 1, _firstSession.Token))
                Assert.Equal(Plan.RunId, worker.RunId);
            Pass("launched");
            await NewController(run, document, starting, null).UntilStartedAsync(_firstSession.Token);
            Pass("started");
            var over = await WaitAsync(starting, document, _firstSession.Token);
            return waiting is null ? over : await waiting;
        }
        catch (OperationCanceledException) when (_firstSession.IsCancellationRequested)
        {
            // A while later, somebody else.
            await Task.Delay(TimeSpan.FromSeconds(7), clock);
            return await WaitAsync(NewBackend(), null);
        }
    }

    private async Task<LoadTestRun> WaitAsync(IComputeBackend compute, RunDocument? document, CancellationToken cancellationToken = default)
    {
        // A session may come before the run, or while the store does not answer.
        var run = new RunStore(store, Plan.RunId);
        while (document is null || await FindAsync(run, cancellationToken) is null)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), clock, cancellationToken);
            document = await FindAsync(run, cancellationToken);
        }

        RunCleanup? cleanup = null;
        var controller = NewController(run, document, compute, workers => cleanup?.Offer(workers, cancellationToken));
        cleanup = new RunCleanup(run, Plan, controller.Observer, compute, ClockOf(null)) { Warn = Warn };
        var over = await controller.UntilEndedAsync(null, cancellationToken);
        Pass("over");
        return over with { Leftovers = await cleanup.FinishAsync(over, cancellationToken) };
    }

    private static async Task<RunDocument?> FindAsync(RunStore run, CancellationToken cancellationToken)
    {
        try
        {
            return await run.ReadPlanAsync(cancellationToken) is null ? null : await run.ReadRunAsync(cancellationToken);
        }
        catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
        {
            return null;
        }
    }

    private RunController NewController(RunStore run, RunDocument document, IComputeBackend compute, Action<IReadOnlyList<LoadTestWorker>>? looked) =>
        new(run, Plan, document, compute, ClockOf(null))
        {
            Warn = Warn,
            PollInterval = TimeSpan.FromSeconds(1),
            Looked = workers =>
            {
                looked?.Invoke(workers);
                if (workers.Any(w => w.State is WorkerState.Running && w.StartedAt + TimeSpan.FromSeconds(8) < clock.GetUtcNow()))
                    Pass("running");
            },
        };

    private async Task<LoadTestResult?> MergeAsync(LoadTestRun run)
    {
        var saved = new RunStore(store, Plan.RunId);
        var observer = new RunObserver(saved);
        await observer.PollAsync(clock.GetUtcNow(), CancellationToken.None);
        return await new ResultMerger(saved, Plan).MergeAsync(run, observer, CancellationToken.None);
    }

    private void Warn(string text)
    {
        lock (Warnings)
            Warnings.Add(text);
    }
}

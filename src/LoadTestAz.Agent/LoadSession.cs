using System.Text.Json;
using LoadTestAz.Agent.Health;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>The time in which a worker makes load: beside the engine it writes snapshots and looks for the stop.</summary>
internal sealed class LoadSession(RunStore run, LoadTestPlan plan, LoadTestPlanWorker share, StoreClock clock, WorkerAgentOptions options, WorkerLog log)
{
    // The course over time is often larger than all else. Nobody looks at it while the load goes on, and of a worker that
    // is lost the end of it may be missing: so it is written seldom, but often at first, when all of it is little.
    private const int SnapshotsPerSeries = 6;

    private int _sequence;
    private HealthMonitor? _health;
    private volatile WorkerState _state = WorkerState.Running;

    /// <summary>Where the engine's samples go.</summary>
    public SampleRecorder Recorder { get; } = new(plan.WatchedMetrics.Where(s => s.IsSubmetric));

    /// <summary>When the load really began; null when it never did.</summary>
    public DateTimeOffset? StartedAt { get; private set; }

    /// <summary>When the load ended.</summary>
    public DateTimeOffset? FinishedAt { get; private set; }

    /// <summary>How hard this worker had to work; null when it made no load.</summary>
    public LoadTestWorkerHealth? Health => _health?.Describe(over: true);

    /// <summary>What comes until the load begins is of a setup() that all workers wait for.</summary>
    public void AwaitLoad() => Recorder.LoadFrom = DateTimeOffset.MaxValue;

    /// <summary>The load has ended. The engine goes on, with a teardown() that waits for other workers.</summary>
    public void EndLoad()
    {
        Recorder.LoadUntil = FinishedAt ??= clock.GetUtcNow();
        _state = WorkerState.Uploading;
        log.Write("Load ended.");
    }

    /// <summary>Makes the load.</summary>
    public async Task<Ending> RunAsync(ILoadEngine engine, CancellationToken deadline)
    {
        var outcome = await MakeLoadAsync(engine, deadline).ConfigureAwait(false);
        if (outcome.Cause is WorkerCause.ScriptAborted)
            await AskOthersToStopAsync(outcome.Detail).ConfigureAwait(false);
        return Ending.Of(outcome);
    }

    /// <summary>All metrics so far, as <c>metrics_&lt;i&gt;.json.gz</c> holds them; null when no load began, and no setup() before it did anything.</summary>
    public byte[]? EncodeMetrics() => Recorder.Snapshot() is var all && StartedAt is null && all.IsEmpty ? null : MetricSetJson.SerializeGzip(all);

    private async Task<EngineOutcome> MakeLoadAsync(ILoadEngine engine, CancellationToken deadline)
    {
        using var stop = new CancellationTokenSource();
        using var over = new CancellationTokenSource();
        Recorder.LoadFrom = (StartedAt = clock.GetUtcNow()).Value;
        log.Write("Load begins.");
        _health = new HealthMonitor(options.HealthProbe, () => engine.ProcessId, clock, log.Write);
        var watching = Task.WhenAll(_health.RunAsync(over.Token), WriteSnapshotsAsync(over.Token), new StopWatcher(run, clock, options, log).WatchAsync(stop, over.Token));
        try
        {
            return await engine.RunAsync(stop.Token, deadline).ConfigureAwait(false);
        }
        finally
        {
            if (FinishedAt is null)
                EndLoad();
            await over.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            using var bound = new CancellationTokenSource(options.LiveInterval, clock);
            await WriteSnapshotAsync(WorkerState.Uploading, bound.Token).ConfigureAwait(false);
        }
    }

    private async Task WriteSnapshotsAsync(CancellationToken over)
    {
        while (true)
        {
            // The first one at once: it is the sign that the load has begun.
            await WriteSnapshotAsync(_state, over).ConfigureAwait(false);
            await Task.Delay(options.LiveInterval, clock, over).ConfigureAwait(false);
        }
    }

    private async Task WriteSnapshotAsync(WorkerState state, CancellationToken cancellationToken)
    {
        try
        {
            var all = Recorder.Snapshot();
            using var metrics = JsonDocument.Parse(MetricSetJson.SerializeWithoutSeries(all));
            var live = new LiveDocument(share.Index, ++_sequence, clock.GetUtcNow(), StartedAt!.Value, state, metrics.RootElement, _health?.Describe(over: state is WorkerState.Uploading), clock.KnownOffset);
            await run.WriteLiveAsync(live, cancellationToken).ConfigureAwait(false);
            if (state is WorkerState.Uploading || _sequence <= SnapshotsPerSeries || _sequence % SnapshotsPerSeries == 0)
                await run.WriteSeriesAsync(share.Index, EncodeSeries(all), cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // Whatever it was: the next snapshot, or the saved metrics, hold all that this one held.
            log.Write($"A snapshot could not be written: {e.Message}");
        }
        catch (Exception) when (state is WorkerState.Uploading)
        {
            log.Write("The last snapshot could not be written in time.");
        }
    }

    private static byte[] EncodeSeries(MetricSet all)
    {
        var course = new MetricSet();
        course.Series.Merge(all.Series);
        return MetricSetJson.SerializeGzip(course);
    }

    /// <summary>Asks all workers to stop: the script is one test, however many run it, and where one k6 would end, all do.</summary>
    /// <param name="why">A sentence for people.</param>
    public async Task AskOthersToStopAsync(string? why)
    {
        using var bound = new CancellationTokenSource(options.UploadTimeout, clock);
        try
        {
            var document = new StopDocument(clock.GetUtcNow(), $"Worker {share.Index}: {log.Redactor.Redact(why)}");
            await Retry.UntilAsync(t => run.TryStopAsync(document, t), "ask the other workers to stop", log, clock, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is StoreException or OperationCanceledException)
        {
            log.Write($"The other workers could not be asked to stop: {e.Message}");
        }
    }
}

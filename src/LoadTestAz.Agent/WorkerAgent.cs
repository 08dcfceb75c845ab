using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Secrets;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>
/// One worker from its claim to its completion. The same class serves the worker in a container and the one on this
/// machine. It never throws for what goes wrong with the test or the store: its end is in the store, or, when even
/// that failed, in what it returns.
/// </summary>
public sealed class WorkerAgent(RunStore run, int index, IEngineFactory engines, StoreClock clock, WorkerAgentOptions options)
{
    private readonly WorkerLog _log = new(clock, options.Echo);

    /// <inheritdoc cref="WorkerAgent(RunStore, int, IEngineFactory, StoreClock, WorkerAgentOptions)"/>
    public WorkerAgent(RunStore run, int index, IEngineFactory engines, TimeProvider machine, WorkerAgentOptions options)
        : this(run, index, engines, new StoreClock(run.Store, machine), options)
    {
    }

    /// <summary>Runs the worker.</summary>
    /// <param name="kill">Ends the load at once; what was measured is still saved.</param>
    /// <returns>How it ended; null when another process is this worker already.</returns>
    public async Task<CompletionDocument?> RunAsync(CancellationToken kill)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(kill);
        try
        {
            await clock.TryLookAsync(kill).ConfigureAwait(false);
            var claim = new ClaimDocument(index, options.Instance, clock.GetUtcNow());
            if (!await Retry.UntilAsync(t => run.TryClaimAsync(claim, t), "claim the slot", _log, clock, kill).ConfigureAwait(false))
            {
                _log.Write($"Worker {index} of run '{run.RunId}' is claimed by another process; this one makes no load.");
                return null;
            }

            var document = await ReadAsync(run.ReadRunAsync, "run.json", kill).ConfigureAwait(false);
            var plan = await ReadAsync(run.ReadPlanAsync, "plan.json", kill).ConfigureAwait(false);
            var secrets = TakeSecrets(plan);

            // Now that the store has answered: the hard end is by its clock.
            await clock.TryLookAsync(kill).ConfigureAwait(false);
            TellOffset();
            using var timer = clock.CreateTimer(_ => Cancel(deadline), null, Positive(document.DeadlineAt - clock.GetUtcNow()), Timeout.InfiniteTimeSpan);
            return await WorkAsync(document, plan, secrets, deadline.Token, kill).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _log.Write(e is OperationCanceledException ? "Ended before it could begin." : $"Could not begin: {e}");
            return await CompleteAsync(Ending.Of(e), null, null).ConfigureAwait(false);
        }
    }

    private async Task<CompletionDocument> WorkAsync(RunDocument document, LoadTestPlan plan, WorkerSecrets secrets, CancellationToken deadline, CancellationToken kill)
    {
        var share = plan.Workers.First(w => w.Index == index);
        _log.Write($"Worker {index} of {plan.Workers.Count}, run '{run.RunId}': {share.Vus} VUs for {K6Duration.Format(plan.Duration)}; hard end at {document.DeadlineAt:u}.");
        var folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
        var setup = new SetupLead(run, index, clock, options, _log);
        LoadSession? session = null;
        WorkerEngine? engine = null;
        Ending ending;
        try
        {
            session = new LoadSession(run, plan, share, clock, options, _log);
            var script = plan.ScriptOf(share) is null ? null : await UnpackScriptAsync(folder, deadline).ConfigureAwait(false);
            ISampleSink sink = new StoreTimeSink(secrets.Names.Count == 0 ? session.Recorder : new RedactingSink(session.Recorder, _log.Redactor), clock);
            engine = new WorkerEngine(engines, new EngineContext(plan, share, folder, sink, _log.Write, script, secrets));
            ending = await new StopWatcher(run, clock, options, _log).UnlessStoppedAsync(t => new WorkerStart(run, index, clock, options, _log, engine, session, setup, document).GetReadyAsync(plan, t), deadline).ConfigureAwait(false)
                ?? await session.RunAsync(engine.Current!, deadline).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _log.Write($"Failed: {e}");
            ending = Ending.Of(e);
        }

        if (deadline.IsCancellationRequested && !kill.IsCancellationRequested)
            ending = ending with { State = WorkerState.Failed, Cause = WorkerCause.DeadlineExceeded, Detail = $"The run's hard end, {document.DeadlineAt:u}, came first." };
        await EndAsync(engine?.Current).ConfigureAwait(false);
        await setup.DisposeAsync().ConfigureAwait(false);
        var completion = await CompleteAsync(ending, session, engine?.Current).ConfigureAwait(false);
        TryDelete(folder);
        return completion;
    }

    private void TellOffset()
    {
        if (clock.Offset != TimeSpan.Zero)
            _log.Write(FormattableString.Invariant($"This machine's clock is {clock.Offset.TotalSeconds:0.000} s ahead of the store's; times are corrected by that."));
    }

    /// <summary>From here on nothing that leaves the worker holds a secret of the plan's.</summary>
    private WorkerSecrets TakeSecrets(LoadTestPlan plan)
    {
        var secrets = WorkerSecrets.Of(plan.Secrets, options.Secret);
        _log.Redactor = new SecretRedactor(secrets);
        return secrets.Missing.Count == 0
            ? secrets
            : throw new EngineException(WorkerCause.EngineError, $"The worker was not given the plan's secrets {string.Join(", ", secrets.Missing)}: they are to be in its environment.");
    }

    /// <summary>Gets the script and all that it needs out of the store; what k6 is to run is what it returns.</summary>
    private async Task<string> UnpackScriptAsync(string folder, CancellationToken cancellationToken)
    {
        var content = await ReadAsync(run.ReadScriptAsync, "script.tar", cancellationToken).ConfigureAwait(false);
        try
        {
            return ScriptUnpacker.Unpack(content, Path.Combine(folder, "script"));
        }
        catch (InvalidDataException e)
        {
            throw new EngineException(WorkerCause.ScriptError, $"The script in '{run.Prefix}script.tar' could not be unpacked: {e.Message}", e);
        }
    }

    /// <summary>Saves metrics and log, then the completion: whoever sees the completion finds everything else.</summary>
    private async Task<CompletionDocument> CompleteAsync(Ending ending, LoadSession? session, ILoadEngine? engine)
    {
        // Saving has a bound of its own: it must also work after the kill and after the hard end.
        using var bound = new CancellationTokenSource(options.UploadTimeout, clock);
        var hasMetrics = false;
        try
        {
            if (session?.EncodeMetrics() is { } metrics)
            {
                await Retry.UntilAsync(t => run.WriteMetricsAsync(index, metrics, t), "save the metrics", _log, clock, bound.Token).ConfigureAwait(false);
                hasMetrics = true;
            }
        }
        catch (Exception e)
        {
            _log.Write($"The metrics could not be saved: {e.Message}");
            ending = ending with { State = WorkerState.Failed, Cause = WorkerCause.UploadFailed, Detail = $"The metrics could not be saved: {e.Message}" };
        }

        await UploadFilesAsync(engine, bound.Token).ConfigureAwait(false);
        var completion = new CompletionDocument(
            index, ending.State, ending.Cause, _log.Redactor.Redact(ending.Detail), ending.ExitCode, session?.StartedAt, session?.FinishedAt ?? clock.GetUtcNow(), hasMetrics, engine?.Description, session?.Health, clock.GetUtcNow(), clock.KnownOffset);
        _log.Write($"{completion.State}{(completion.Detail is null ? "" : ": " + completion.Detail)}");
        try
        {
            await Retry.UntilAsync(t => run.WriteLogAsync(index, _log.ToBytes(), t), "save the log", _log, clock, bound.Token).ConfigureAwait(false);
            await Retry.UntilAsync(t => run.WriteCompletionAsync(completion, t), "save the completion", _log, clock, bound.Token).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // Nobody will find it in the store, so it is the caller's to know.
            completion = completion with { State = WorkerState.Failed, Cause = WorkerCause.UploadFailed, Detail = $"The store did not take the worker's end: {e.Message}" };
        }

        return completion;
    }

    // An engine that never began still has to go, with its processes; only then are its files whole.
    private async Task EndAsync(ILoadEngine? engine)
    {
        try
        {
            if (engine is not null)
                await engine.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e)
        {
            _log.Write($"The engine did not end cleanly: {e.Message}");
        }
    }

    // They explain the result and are no part of it: what can't be saved costs a line in the log.
    private async Task UploadFilesAsync(ILoadEngine? engine, CancellationToken bound)
    {
        foreach (var file in engine?.Files ?? [])
        {
            try
            {
                await RedactedFile.WriteAsync(file.Path, _log.Redactor, bound).ConfigureAwait(false);
                await Retry.UntilAsync(t => run.UploadAsync(file, t), $"save {file.Name}", _log, clock, bound).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                _log.Write($"{file.Name} could not be saved: {e.Message}");
            }
        }
    }

    private Task<T> ReadAsync<T>(Func<CancellationToken, Task<T?>> read, string name, CancellationToken cancellationToken)
        where T : class =>
        Retry.UntilAsync(
            async t => await read(t).ConfigureAwait(false) ?? throw new InvalidDataException($"'{run.Prefix}{name}' is missing in '{run.Store.Location}'."),
            $"read {name}", _log, clock, cancellationToken);

    private static TimeSpan Positive(TimeSpan time) => time < TimeSpan.Zero ? TimeSpan.Zero : time;

    private static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (ObjectDisposedException)
        {
            // The timer fired while the worker was leaving: there is nothing left to end.
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A temporary folder that stays behind must not cost the result.
        }
    }
}

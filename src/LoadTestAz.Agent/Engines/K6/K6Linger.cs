using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// The end of the one k6 that runs teardown() for all workers. It was started to linger: when its load has ended, its
/// exit code is decided, and it stays with its REST API and its output open until it is asked to end. So teardown() can
/// run when the load of all workers has ended, and its samples and the summary are as ever.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/cmd/run.go">conf.Linger</seealso>
internal sealed class K6Linger(
    K6Session session, Func<bool, CancellationToken, Task> loadEnded, RunTagSink sink, Action<string> log, TimeProvider time, K6EngineOptions options)
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(200);

    /// <summary>Watches it until its load ends, by itself or on request, runs teardown(), lets it go, and tells how it did.</summary>
    public async Task<EngineOutcome> UntilEndedAsync(CancellationToken stop, CancellationToken kill)
    {
        // A stop has one grace for everything: half of it for the load of all workers to end, and what is left for teardown().
        using var asked = CancellationTokenSource.CreateLinkedTokenSource(stop, kill, session.Unreadable);
        using var patience = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var waiting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stopped = stop.Register(() =>
        {
            waiting.CancelAfter(options.StopGrace / 2);
            patience.CancelAfter(options.StopGrace);
        });
        using var killed = kill.Register(AtOnce);
        using var unreadable = session.Unreadable.Register(AtOnce);

        var end = await LoadEndsAsync(asked.Token).ConfigureAwait(false);
        var byScript = end is { Status: K6Status.Interrupted };
        if (end is null && !session.Process.Exited.IsCompleted)
        {
            await session.TryStopAsync(patience.Token).ConfigureAwait(false);
            end = await LoadEndsAsync(patience.Token).ConfigureAwait(false);
        }

        if (end is not null)
        {
            sink.EndedAt = time.GetUtcNow();
            await UntilOthersEndedAsync(byScript, waiting.Token).ConfigureAwait(false);
        }

        var failure = await TearDownAsync(end is not null, patience.Token).ConfigureAwait(false);
        var force = await LetGoAsync(patience.Token).ConfigureAwait(false);
        var outcome = await session.OutcomeAsync(asked.IsCancellationRequested, force).ConfigureAwait(false);

        // As k6 itself would have ended; what went wrong before stands over it.
        return failure is not null && outcome is { Succeeded: true, Cause: Runs.WorkerCause.None } ? failure : outcome;

        void AtOnce()
        {
            waiting.Cancel();
            patience.CancelAfter(options.KillGrace);
        }
    }

    // Null when it was asked to end instead, or is gone.
    private async Task<K6Status?> LoadEndsAsync(CancellationToken asked)
    {
        while (!asked.IsCancellationRequested && !session.Process.Exited.IsCompleted)
        {
            try
            {
                if (await session.Rest.TryGetStatusAsync(asked).ConfigureAwait(false) is { HasEnded: true } status)
                    return status;
                await Task.WhenAny(session.Process.Exited, Task.Delay(PollInterval, time, asked)).ConfigureAwait(false);
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }

        return null;
    }

    private async Task<EngineOutcome?> TearDownAsync(bool hasEnded, CancellationToken patience)
    {
        if (!hasEnded || session.Process.Exited.IsCompleted)
        {
            log($"teardown() did not run: {(session.Process.Exited.IsCompleted ? "k6 is gone." : "k6 did not end its load in time.")}");
            return null;
        }

        try
        {
            await session.Rest.RunTeardownAsync(patience).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            log($"teardown() was broken off, since k6 has to end within {options.StopGrace.TotalSeconds:0.#} s when it is asked to.");
        }
        catch (K6RestException e)
        {
            log(e.Message);
            return e.Detail is { } detail ? K6ExitCodes.OfFailure(detail, K6ExitCodes.TeardownTimeout) : null;
        }

        return null;
    }

    private async Task UntilOthersEndedAsync(bool byScript, CancellationToken waiting)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(waiting);
        var others = loadEnded(byScript, over.Token);
        await Task.WhenAny(others, session.Process.Exited).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        try
        {
            await others.ConfigureAwait(false);
        }
        catch (Exception e)
        {
            // However little is known of the others, what setup() made is to be torn down.
            log($"teardown() waits for the other workers no longer{(e is OperationCanceledException ? "." : $": {e.Message}")}");
        }
    }

    // True when force was needed.
    private async Task<bool> LetGoAsync(CancellationToken patience)
    {
        // Once only: k6 takes a second signal for a hard stop.
        session.Process.AskToEnd();
        await session.Process.Exited.WaitAsync(patience).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var killed = !await session.Process.HasExitedWithinAsync(options.SignalGrace, time, CancellationToken.None).ConfigureAwait(false);
        if (killed)
            session.Process.Kill();
        return killed;
    }
}

using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>Looks for <c>stop.json</c>, beside whatever the worker does.</summary>
internal sealed class StopWatcher(RunStore run, TimeProvider clock, WorkerAgentOptions options, WorkerLog log)
{
    /// <summary>Looks until there is a stop, which it passes on, or until it is over.</summary>
    /// <returns>The stop; null when there was none.</returns>
    public async Task<StopDocument?> WatchAsync(CancellationTokenSource stop, CancellationToken over)
    {
        while (!over.IsCancellationRequested)
        {
            try
            {
                if (await run.ReadStopAsync(over).ConfigureAwait(false) is { } document)
                {
                    log.Write($"Stop: {document.Reason}");
                    await stop.CancelAsync().ConfigureAwait(false);
                    return document;
                }

                await Task.Delay(options.PollInterval, clock, over).ConfigureAwait(false);
            }
            catch (StoreException e)
            {
                log.Write($"Could not look for a stop: {e.Message}");
                await Task.Delay(options.PollInterval, clock, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                // Over.
            }
        }

        return null;
    }

    /// <summary>Does what comes before the load, and gives it up when there is a stop: an engine may take minutes to prepare.</summary>
    /// <returns>What the action gives, or an ending when there was a stop.</returns>
    public async Task<Ending?> UnlessStoppedAsync(Func<CancellationToken, Task<Ending?>> action, CancellationToken cancellationToken)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var over = new CancellationTokenSource();
        var watching = WatchAsync(either, over.Token);
        try
        {
            return await action(either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new Ending(WorkerState.Stopped, WorkerCause.Stopped, $"Stopped before the start: {(await watching.ConfigureAwait(false))?.Reason}", null);
        }
        finally
        {
            await over.CancelAsync().ConfigureAwait(false);
            await ((Task)watching).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}

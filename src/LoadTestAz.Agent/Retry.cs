using LoadTestAz.Ports;

namespace LoadTestAz.Agent;

/// <summary>Tries again while the store does not answer: a store that is down for a while costs a worker nothing but time.</summary>
internal static class Retry
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(10);

    /// <summary>Runs an action until it succeeds, fails for good, or is cancelled.</summary>
    /// <exception cref="OperationCanceledException">Cancelled while the store did not answer.</exception>
    public static async Task<T> UntilAsync<T>(Func<CancellationToken, Task<T>> action, string what, WorkerLog log, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await action(cancellationToken).ConfigureAwait(false);
            }
            catch (StoreException e) when (e.Failure is StoreFailure.Unavailable)
            {
                log.Write($"Could not {what}, trying again in {pause.TotalSeconds} s: {e.Message}");
            }

            await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc cref="UntilAsync{T}"/>
    public static Task UntilAsync(Func<CancellationToken, Task> action, string what, WorkerLog log, TimeProvider clock, CancellationToken cancellationToken) =>
        UntilAsync(
            async t =>
            {
                await action(t).ConfigureAwait(false);
                return true;
            },
            what, log, clock, cancellationToken);
}

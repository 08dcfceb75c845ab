using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent;

/// <summary>Looks for the request to end early, beside something else that goes on.</summary>
internal static class StopSign
{
    /// <summary>Waits for the request; a store that does not answer is asked again.</summary>
    /// <exception cref="OperationCanceledException">What went on beside it is over.</exception>
    public static async Task<StopDocument> UntilSeenAsync(RunStore run, TimeProvider clock, WorkerAgentOptions options, WorkerLog log, CancellationToken over)
    {
        while (true)
        {
            try
            {
                if (await run.ReadStopAsync(over).ConfigureAwait(false) is { } document)
                {
                    log.Write($"Stop: {document.Reason}");
                    return document;
                }
            }
            catch (StoreException e)
            {
                log.Write($"Could not look for a stop: {e.Message}");
            }

            await Task.Delay(options.PollInterval, clock, over).ConfigureAwait(false);
        }
    }
}

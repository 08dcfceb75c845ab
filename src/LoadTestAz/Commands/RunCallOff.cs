using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Commands;

/// <summary>
/// What happens when a start is given up on the way: nobody is to begin, and nothing half-made is to be left unknown. Once
/// the common start is set, the load goes on and Wait- takes over.
/// </summary>
internal sealed class RunCallOff(RunCmdlet.OpenRun open)
{
    private const int Parallel = 20;

    private readonly bool _isLocal = open.Plan.Compute is LoadTestCompute.Local;

    /// <summary>How long it may take.</summary>
    public TimeSpan Bound => _isLocal ? TimeSpan.FromSeconds(1) : TimeSpan.FromSeconds(60);

    /// <summary>Calls the run off, and gives what to tell people.</summary>
    public async Task<string> RunAsync(CancellationToken bound)
    {
        try
        {
            if (await open.Store.ReadStartAsync(bound).ConfigureAwait(false) is not null)
                return $"Run '{open.Store.RunId}' goes on. {RunCmdlet.HowToGoOn(open)}";
            await open.TryStopAsync("Start-AzLoadTestWorker was interrupted.", bound).ConfigureAwait(false);
        }
        catch (Exception e) when (e is OperationCanceledException or StoreException)
        {
            return $"Run '{open.Store.RunId}' could not be called off ({e.Message}). Its workers stand down when their start timeout is over. {RunCmdlet.HowToGoOn(open)}";
        }

        var calledOff = $"Run '{open.Store.RunId}' was called off before its start; its workers make no load.";
        if (_isLocal || open.Plan.Execution.Cleanup is CleanupPolicy.Never)
            return calledOff;
        var left = await DeleteAsync(bound).ConfigureAwait(false);
        return left.Count == 0
            ? $"{calledOff} All of its container groups are deleted."
            : $"{calledOff} Container groups of {left.Count} workers may still be there ({left[0]}). Delete them with: Remove-AzLoadTestRun -RunId '{open.Store.RunId}' -Store '{open.Store.Store.Location}'";
    }

    // Reasons why some may be left.
    private async Task<IReadOnlyList<string>> DeleteAsync(CancellationToken bound)
    {
        var left = new List<string>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Parallel };
        await System.Threading.Tasks.Parallel.ForEachAsync(open.Plan.Workers, options, async (worker, _) =>
        {
            try
            {
                await open.Compute!.DeleteAsync(open.Store.RunId, worker.Index, bound).ConfigureAwait(false);
            }
            catch (Exception e) when (e is OperationCanceledException or ComputeException)
            {
                lock (left)
                    left.Add(e is OperationCanceledException ? $"there was no time to look after {Bound.TotalSeconds:0} s" : e.Message);
            }
        }).ConfigureAwait(false);
        return left;
    }
}

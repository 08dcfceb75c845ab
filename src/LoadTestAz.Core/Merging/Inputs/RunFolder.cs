using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Merging.Inputs;

/// <summary>A run among other files: its workers, and the thresholds of its plan.</summary>
internal sealed record RunFolder(string Path, IReadOnlyList<ResultMerger.Part> Workers, IReadOnlyList<LoadTestThresholdRule> Thresholds)
{
    /// <summary>Reads what the workers of the run have saved.</summary>
    public static async Task<RunFolder> ReadAsync(string path, TimeProvider clock, List<MergeProblem> problems, CancellationToken cancellationToken)
    {
        try
        {
            var store = new RunStore(new FolderResultStore(System.IO.Path.GetDirectoryName(path)!), System.IO.Path.GetFileName(path));
            var document = await store.ReadRunAsync(cancellationToken).ConfigureAwait(false);
            var plan = await store.ReadPlanAsync(cancellationToken).ConfigureAwait(false);
            if (document is null || plan is null)
                throw new FormatException("it has no run.json or no plan.json.");
            var controller = new RunController(store, plan, document, compute: null, clock);
            var run = await controller.LookOnceAsync(cancellationToken).ConfigureAwait(false);
            var parts = await new ResultMerger(store, plan).ReadAsync(run, controller.Observer, cancellationToken).ConfigureAwait(false);
            return new RunFolder(path, parts, plan.Thresholds);
        }
        catch (Exception e) when (e is StoreException or FormatException or System.Text.Json.JsonException)
        {
            problems.Add(new(MergeProblemKind.Damaged, path, $"The run in '{path}' could not be read: {e.Message} It is left out."));
            return new RunFolder(path, [], []);
        }
    }
}

using LoadTestAz.Merging.Figures;
using LoadTestAz.Merging.Selecting;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Merges files of any kind into one result, whichever way they lie in their folders.</summary>
/// <remarks>
/// Of each worker the best source counts, and only that one: samples before sketches before summaries. A file that
/// cannot be merged is told and left out.
/// </remarks>
public sealed class FileMerge(FileMergeOptions options, TimeProvider clock)
{
    /// <summary>Merges.</summary>
    /// <param name="inputs">Files and folders.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="MetricConflictException">Two files have a metric of one name, but of different types.</exception>
    public async Task<FileMergeOutcome> MergeAsync(IEnumerable<MergeInput> inputs, CancellationToken cancellationToken)
    {
        MergeWarmUp.Begin();
        var scanned = InputScanner.Scan(inputs, cancellationToken);
        var loader = new SourceLoader();
        var sources = await loader.LoadAsync(scanned.Files, options.Threads, cancellationToken).ConfigureAwait(false);
        var problems = scanned.Problems.Concat(loader.Problems).ToList();
        if (scanned.RunFolders.Count > 0 && sources.Count == 0)
            return new FileMergeOutcome(null, problems, loader.Ignored, scanned.RunFolders);

        var runs = new List<RunFolder>();
        foreach (var folder in scanned.RunFolders)
            runs.Add(await RunFolder.ReadAsync(folder, clock, problems, cancellationToken).ConfigureAwait(false));
        var (context, data, missed) = await MergeRound.RunAsync(sources, runs, options, [], cancellationToken).ConfigureAwait(false);
        if (missed.Count > 0)
        {
            // A submetric that one file declares is wanted of all of them.
            (context, data, _) = await MergeRound.RunAsync(sources, runs, options, missed, cancellationToken).ConfigureAwait(false);
        }

        problems.AddRange(context.Problems);
        var result = await FinishAsync(context, data, options, cancellationToken).ConfigureAwait(false);
        if (result is null)
            problems.AddRange(sources.Where(s => s.Kind is not null && s.Notes.Count > 0).Select(s => new MergeProblem(MergeProblemKind.Damaged, s.Path, $"'{s.Path}' has nothing that counts. {string.Join(' ', s.Notes)}")));
        return new FileMergeOutcome(result, problems, loader.Ignored, []);
    }

    /// <summary>Makes the result of what was read; null when there was nothing to merge.</summary>
    internal static async Task<LoadTestResult?> FinishAsync(MergeContext context, MergedData data, FileMergeOptions options, CancellationToken cancellationToken)
    {
        var exact = await ExactPercentiles.OfAsync(data, options.Threads, cancellationToken).ConfigureAwait(false);
        if (options.Exact)
            exact = await new SelectionPass(context, data).RunAsync(exact, ResultFigures.PercentilesOf(context.Thresholds.All), cancellationToken).ConfigureAwait(false);
        return new FileResultBuilder(context, data, exact).Build();
    }
}

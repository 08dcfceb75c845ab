using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Reads all sources once, from the best to the poorest.</summary>
internal static class MergeRound
{
    /// <summary>Reads them.</summary>
    /// <param name="sources">The files; what an earlier round noted of them is forgotten.</param>
    /// <param name="runs">The runs among them.</param>
    /// <param name="options">How they are merged.</param>
    /// <param name="submetrics">Submetrics that an earlier round found.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>What was found, what was merged, and the submetrics that should have been known from the beginning.</returns>
    public static async Task<(MergeContext Context, MergedData Data, IReadOnlyCollection<MetricSelector> Missed)> RunAsync(
        IReadOnlyList<MergeSource> sources, IReadOnlyList<RunFolder> runs, FileMergeOptions options, IReadOnlyCollection<MetricSelector> submetrics, CancellationToken cancellationToken)
    {
        var context = new MergeContext(options, submetrics);
        foreach (var source in sources)
            source.Reset();
        context.Groups.AddRange(WorkerGrouping.Of(sources));
        SummaryPass.Prepare(context);
        RunPass.Prepare(context, runs);
        await SketchPass.PrepareAsync(context, cancellationToken).ConfigureAwait(false);
        ResultPass.Prepare(context, cancellationToken);
        foreach (var threshold in options.Thresholds)
            context.AddThreshold(threshold.Metric, threshold.Expression);
        BeginningReview.Run(context);

        var data = new MergedData(context.Submetrics, new KeptValuesBudget(options.KeptValues));
        var raw = new RawPass(context, data);
        await raw.RunAsync(cancellationToken).ConfigureAwait(false);
        context.NoteBroken();
        SiblingReview.Run(context);
        await SketchPass.RunAsync(context, data, cancellationToken).ConfigureAwait(false);
        SiblingReview.Run(context);
        ResultPass.Run(context, data);
        SummaryPass.Run(context, data);
        return (context, data, raw.Missed);
    }
}

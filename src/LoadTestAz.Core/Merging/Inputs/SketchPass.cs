using System.Collections.Concurrent;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Takes the metrics files of workers that have no raw samples.</summary>
internal static class SketchPass
{
    /// <summary>Takes what they tell of metrics, where samples will be read: these are to have the same submetrics.</summary>
    public static Task PrepareAsync(MergeContext context, CancellationToken cancellationToken) =>
        context.Groups.SelectMany(g => g.Sources).Any(s => s.IsRaw)
            ? ReadAsync(context, context.Groups, (_, source, metrics) =>
            {
                source.Identity = SourceIdentity.Of(metrics);
                context.AddKinds(metrics);
            }, cancellationToken)
            : Task.CompletedTask;

    /// <summary>Folds them into the merge.</summary>
    public static Task RunAsync(MergeContext context, MergedData data, CancellationToken cancellationToken) =>
        ReadAsync(context, [.. context.Groups.Where(g => g.Best is null)], (group, source, metrics) =>
        {
            source.Identity ??= SourceIdentity.Of(metrics);
            source.Samples = metrics.Metrics.Sum(m => m.Accumulator.Samples);
            if (metrics.IsEmpty)
                source.Note("It has no sample.");
            else if (group.Best is not null)
                source.Note($"Not needed: '{Path.GetFileName(group.Best.Path)}' of the same worker counts.");
            else if (context.Contents.FindCopyOf(source.Identity) is { } copied)
                context.NoteCopy(source, copied);
            else if (!context.TryNoteRestOfBroken(group, source))
                Fold(context, data, group, source, metrics);
        }, cancellationToken);

    private static void Fold(MergeContext context, MergedData data, WorkerGroup group, MergeSource source, MetricSet metrics)
    {
        data.Add(metrics, source.Path, source.Identity);
        context.Contents.Add(source);
        (group.Best, source.Used) = (source, true);
        group.Describe(metrics);
    }

    // They are read in parallel and taken one by one, so that there are never many in memory. The course over time, most of what
    // a file has, is read into the memory of one that was taken.
    private static Task ReadAsync(
        MergeContext context, IReadOnlyList<WorkerGroup> groups, Action<WorkerGroup, MergeSource, MetricSet> take, CancellationToken cancellationToken)
    {
        var wanted = groups.SelectMany(g => g.Sources.Where(s => s.Kind is LoadTestSourceKind.Metrics && !s.IsCopy), (g, s) => (Group: g, Source: s)).ToList();
        var unneeded = new ConcurrentBag<TimeSeries>();
        return InParallel.ForAsync(wanted.Count, context.Options.Threads, i => Read(wanted[i].Group, wanted[i].Source), cancellationToken);

        void Read(WorkerGroup group, MergeSource source)
        {
            try
            {
                var metrics = source.Metrics ?? InputHead.ReadAll(source.Path, MetricSetJson.MaxBytes, Deserialize, cancellationToken);
                lock (context)
                    take(group, source, metrics);
                if (source.Metrics is null)
                    unneeded.Add(metrics.Series);
            }
            catch (Exception e) when (e is not MetricConflictException && MergeProblems.From(e, source.Path) is { } problem)
            {
                lock (context)
                {
                    source.Kind = null;
                    context.Reject(source, problem);
                }
            }
        }

        MetricSet Deserialize(ReadOnlyMemory<byte> content) => MetricSetJson.Deserialize(content, unneeded.TryTake(out var series) ? series : null);
    }
}

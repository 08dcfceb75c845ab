using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Takes the summaries of workers that have nothing better; they were read when their files were looked at.</summary>
internal static class SummaryPass
{
    /// <summary>Takes what all summaries tell of metrics and thresholds, those of workers with better sources as well.</summary>
    public static void Prepare(MergeContext context)
    {
        foreach (var metric in context.Groups.SelectMany(g => g.Sources).SelectMany(s => s.Summary?.Metrics ?? []))
        {
            context.Kinds.TryAdd(metric.Selector.Metric, metric.Metric);
            if (metric.Selector.IsSubmetric)
                context.Submetrics.Add(metric.Selector);
            foreach (var threshold in metric.Thresholds)
                context.AddThreshold(metric.Selector.ToString(), threshold.Expression);
        }
    }

    /// <summary>Adds them to the merge.</summary>
    public static void Run(MergeContext context, MergedData data)
    {
        foreach (var group in context.Groups.Where(g => g.Best is null))
        {
            // The one that tells most.
            foreach (var source in group.Sources.Where(s => s.Summary is not null).OrderByDescending(s => s.Summary!.Metrics.Sum(m => m.Figures.Count())).ThenBy(s => s.Kind))
            {
                if (group.Best is { } best)
                    source.Note($"Not needed: '{Path.GetFileName(best.Path)}' of the same worker tells as much or more.");
                else if (context.Contents.FindCopyOf(source.Identity!) is { } copied)
                    context.NoteCopy(source, copied);
                else if (!context.TryNoteRestOfBroken(group, source))
                    Take(context, data, group, source);
            }
        }
    }

    private static void Take(MergeContext context, MergedData data, WorkerGroup group, MergeSource source)
    {
        data.Add(group.Name, source.Summary!, source.Path, source.Identity);
        context.Contents.Add(source);
        (group.Best, source.Used) = (source, true);
        group.Describe(source.Summary!);
    }
}

using LoadTestAz.Merging.Results;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Takes earlier results with all that they were made of.</summary>
internal static class ResultPass
{
    private const int MaxBytes = 256 << 20;

    /// <summary>Reads them; there are few.</summary>
    public static void Prepare(MergeContext context, CancellationToken cancellationToken)
    {
        foreach (var source in context.Groups.SelectMany(g => g.Sources).Where(s => s.Kind is LoadTestSourceKind.Result))
        {
            try
            {
                var (data, thresholds, verdict) = InputHead.ReadAll(source.Path, MaxBytes, ResultReader.Read, cancellationToken);
                (source.Earlier, source.Verdict) = (data, verdict);
                context.AddKinds(data.Samples);
                foreach (var metric in data.Summaries.SelectMany(s => s.Summary.Metrics))
                    context.Kinds.TryAdd(metric.Selector.Metric, metric.Metric);
                foreach (var threshold in thresholds)
                    context.AddThreshold(threshold.Metric, threshold.Expression);
            }
            catch (Exception e) when (MergeProblems.From(e, source.Path) is { } problem)
            {
                source.Kind = null;
                context.Reject(source, problem);
            }
        }
    }

    /// <summary>Adds them to the merge.</summary>
    public static void Run(MergeContext context, MergedData data)
    {
        foreach (var (group, source) in context.Groups.SelectMany(g => g.Sources.Where(s => s.Earlier is not null), (g, s) => (g, s)))
        {
            var earlier = source.Earlier!;
            var others = context.Contents.FindAny(earlier.Keys);
            if (others.Count > 0 && earlier.Keys.All(data.Keys.Contains))
            {
                context.NoteCopy(source, others[0]);
            }
            else if (others.Count > 0)
            {
                context.Reject(source, new(
                    MergeProblemKind.Overlapping, source.Path,
                    $"'{source.Path}' is a result of several workers, of which '{others[0]}' is given as well: together they would count it twice. The result is left out; give either the result or the files of all its workers."));
            }
            else
            {
                data.Add(earlier, source.Path);
                context.Contents.Add(earlier.Keys, source.Path);
                (group.Best, source.Used) = (source, true);
                group.Describe(earlier.Samples);
            }
        }
    }
}

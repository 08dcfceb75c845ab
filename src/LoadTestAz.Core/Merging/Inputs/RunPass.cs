namespace LoadTestAz.Merging.Inputs;

/// <summary>Takes the workers of runs among the files, with what they saved.</summary>
internal static class RunPass
{
    /// <summary>Makes a group of each worker.</summary>
    public static void Prepare(MergeContext context, IReadOnlyList<RunFolder> runs)
    {
        foreach (var run in runs)
        {
            foreach (var threshold in run.Thresholds)
                context.AddThreshold(threshold.Metric, threshold.Expression);
            foreach (var (worker, metrics, warnings) in run.Workers)
            {
                var source = new MergeSource(Path.Combine(run.Path, $"metrics_{worker.Index}.json.gz"))
                {
                    Kind = LoadTestSourceKind.Metrics,
                    Metrics = metrics,
                    Identity = metrics is null ? null : SourceIdentity.Of(metrics),
                };
                foreach (var warning in warnings)
                    source.Note(warning);
                if (metrics is not null)
                    context.AddKinds(metrics);
                var group = new WorkerGroup($"{Path.GetFileName(run.Path)}/{worker.Index}");
                group.Add(source);
                context.Groups.Add(group);
            }
        }
    }
}

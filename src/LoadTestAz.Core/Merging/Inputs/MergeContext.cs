using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>What the passes over the sources share.</summary>
internal sealed class MergeContext(FileMergeOptions options, IEnumerable<MetricSelector> submetrics)
{
    public FileMergeOptions Options => options;

    /// <summary>The workers; a pass may find that one is two.</summary>
    public List<WorkerGroup> Groups { get; } = [];

    /// <summary>The submetrics to keep, known before samples are read.</summary>
    public HashSet<MetricSelector> Submetrics { get; } = [.. submetrics];

    /// <summary>What metrics are, as far as files say so that are read before the others.</summary>
    public Dictionary<string, Metric> Kinds { get; } = new(StringComparer.Ordinal);

    /// <summary>The thresholds to judge.</summary>
    public FoundThresholds Thresholds { get; } = new(options.Thresholds);

    /// <summary>The content of what counts.</summary>
    public ContentIndex Contents { get; } = new();

    /// <summary>The workers whose samples count and break off, in the order of the groups; known once the samples have been read.</summary>
    public IReadOnlyList<WorkerGroup> Broken { get; private set; } = [];

    /// <summary>What a reader of the result has to know.</summary>
    public List<string> Warnings { get; } = [];

    /// <summary>The files that could not be merged after all.</summary>
    public List<MergeProblem> Problems { get; } = [];

    /// <summary>Takes a threshold, and the submetric that it needs.</summary>
    public void AddThreshold(string metric, string expression)
    {
        Thresholds.Add(metric, expression);
        if (MetricSelector.TryParse(metric, out var selector, out _) && selector.IsSubmetric)
            Submetrics.Add(selector);
    }

    /// <summary>Takes what metrics of a set are.</summary>
    public void AddKinds(MetricSet set)
    {
        Submetrics.UnionWith(set.Submetrics);
        foreach (var series in set.Metrics)
            Kinds.TryAdd(series.Metric.Name, series.Metric);
    }

    /// <summary>Notes that a file could not be merged after all.</summary>
    public void Reject(MergeSource source, MergeProblem problem)
    {
        source.Note(problem.Message);
        Problems.Add(problem);
    }

    /// <summary>Notes that the content of a file counts already.</summary>
    public void NoteCopy(MergeSource source, string copied)
    {
        source.NoteCopyOf(copied);
        Warnings.Add($"'{source.Path}' has the same content as '{copied}', and is not counted again.");
    }

    /// <summary>
    /// Notes that a file is of a worker whose better file, in another folder, breaks off: their names are the same, and what the
    /// better one has could be a part of it. It is not counted again, but tells how much is missing.
    /// </summary>
    /// <returns>False when there is no such worker.</returns>
    public bool TryNoteRestOfBroken(WorkerGroup group, MergeSource source)
    {
        var broken = Broken.FirstOrDefault(other =>
            other != group && other.Best is { Identity: { } part } best && SourceName.AreOfOneWorker(best.Path, source.Path) && part.CouldBePartOf(source.Identity!))?.Best;
        if (broken is null)
            return false;
        source.NoteSameWorker(broken.Path);
        Warnings.Add($"'{broken.Path}' breaks off; '{source.Path}', taken as of the same worker by its name and content, is not counted again{(broken.Identity!.DifferenceTo(source.Identity!) is { } difference ? $", and tells how much is missing: {difference}" : "")}.");
        return true;
    }

    /// <summary>Looks which workers' samples break off.</summary>
    public void NoteBroken() => Broken = Groups.FindAll(g => g.Best is { Truncated: true });

    /// <summary>Makes a file that lies with those of another worker a worker of its own.</summary>
    public void Separate(WorkerGroup group, MergeSource source, MergeSource from, string why)
    {
        group.Remove(source);
        var own = new WorkerGroup($"{group.Name}/{Path.GetFileName(source.Path)}");
        own.Add(source);
        Groups.Add(own);
        Warnings.Add($"'{source.Path}' lies with '{from.Path}', but is not of the same worker ({why}): it counts as a worker of its own. If it is of an earlier test, leave it out.");
    }
}

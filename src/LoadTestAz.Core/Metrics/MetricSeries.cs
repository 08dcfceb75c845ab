namespace LoadTestAz.Metrics;

/// <summary>A metric, or one of its submetrics, with all that is kept of its samples.</summary>
public sealed class MetricSeries
{
    private readonly List<MetricSeries> _submetrics = [];

    // Their selectors as texts, in the same order; and where they are: there may be ten thousand of them.
    private readonly List<string> _names = [];
    private readonly Dictionary<TagSet, MetricSeries> _byTags = [];

    private readonly Func<MetricSelector, ValueKeeper?>? _keep;

    internal MetricSeries(Metric metric, MetricSelector selector, Func<MetricSelector, ValueKeeper?>? keep)
    {
        (Metric, Selector, _keep) = (metric, selector, keep);
        Accumulator = MetricAccumulator.Create(metric.Type);
        if (Accumulator is TrendAccumulator trend)
            trend.Keeper = keep?.Invoke(selector);
    }

    /// <summary>The metric's name, kind and unit; for a submetric those of its metric.</summary>
    public Metric Metric { get; private set; }

    /// <summary>Which samples belong to it.</summary>
    public MetricSelector Selector { get; }

    /// <summary>What is kept of them: cast it by <see cref="Metric.Type"/>.</summary>
    public MetricAccumulator Accumulator { get; }

    /// <summary>The submetrics that were declared, in the ordinal order of their selectors; none for a submetric.</summary>
    public IReadOnlyList<MetricSeries> Submetrics => _submetrics;

    /// <summary>
    /// How many samples of the metric nobody looked at for this submetric, because it was declared after them or because
    /// the set they come from did not declare it. Unless it is 0 the submetric's figures may be incomplete.
    /// </summary>
    public long Unseen { get; internal set; }

    internal bool IsUntouched => Accumulator is { IsEmpty: true, Rejected: 0 } && Unseen == 0;

    internal MetricSeries? FindSubmetric(MetricSelector selector) => _byTags.GetValueOrDefault(selector.Tags);

    internal MetricSeries AddSubmetric(MetricSelector selector)
    {
        var submetric = new MetricSeries(Metric, selector, _keep);
        var name = selector.ToString();
        var place = _names.BinarySearch(name, StringComparer.Ordinal);
        if (place < 0)
            place = ~place;
        _submetrics.Insert(place, submetric);
        _names.Insert(place, name);
        _byTags.Add(selector.Tags, submetric);
        return submetric;
    }

    /// <summary>Checks that another definition agrees, and takes its unit where this one has none.</summary>
    /// <remarks>Not every source knows units: k6's CSV does not.</remarks>
    /// <exception cref="MetricTypeException">It is of another type.</exception>
    internal void Adopt(Metric other)
    {
        if (other.Type != Metric.Type)
            throw new MetricTypeException(Metric.Name, Metric.Type, other.Type);
        if (other.Contains <= Metric.Contains)
            return;
        Metric = Metric with { Contains = other.Contains };
        foreach (var submetric in _submetrics)
            submetric.Adopt(other);
    }
}

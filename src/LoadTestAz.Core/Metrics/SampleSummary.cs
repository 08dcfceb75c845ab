namespace LoadTestAz.Metrics;

/// <summary>
/// What is known of many samples of one metric that share their tags, where the samples themselves are not: a source
/// that adds them up itself says what came within an interval.
/// </summary>
public readonly ref struct SampleSummary
{
    /// <summary>Of a single value: what a counter grew by, or a gauge's last value.</summary>
    public SampleSummary(Metric metric, DateTimeOffset from, DateTimeOffset to, in ValueCount value)
        : this(metric, from, to, new ReadOnlySpan<ValueCount>(in value), value.Value, relativeError: 0)
    {
    }

    /// <summary>Of several.</summary>
    /// <param name="metric">The metric.</param>
    /// <param name="from">The interval's begin.</param>
    /// <param name="to">Its end.</param>
    /// <param name="values">See <see cref="Values"/>.</param>
    /// <param name="sum">See <see cref="Sum"/>.</param>
    /// <param name="relativeError">See <see cref="RelativeError"/>.</param>
    public SampleSummary(Metric metric, DateTimeOffset from, DateTimeOffset to, ReadOnlySpan<ValueCount> values, double sum, double relativeError)
    {
        (Metric, From, To) = (metric, from, to < from ? from : to);
        Values = values;
        (Sum, RelativeError) = (sum, relativeError);
    }

    /// <summary>The metric.</summary>
    public Metric Metric { get; }

    /// <summary>When the interval begins.</summary>
    public DateTimeOffset From { get; }

    /// <summary>When it ends; not before it begins.</summary>
    public DateTimeOffset To { get; }

    /// <summary>
    /// The values in ascending order: of a counter what it grew by, of a gauge its last value, of a rate how often it was
    /// zero and one, of a trend its samples, each within <see cref="RelativeError"/>, the smallest and largest exactly.
    /// </summary>
    public ReadOnlySpan<ValueCount> Values { get; }

    /// <summary>The sum of the samples themselves; for counters and trends.</summary>
    public double Sum { get; }

    /// <summary>By how much a value may be off, as a share of the sample's own size; 0 when the samples themselves are known.</summary>
    public double RelativeError { get; }

    /// <summary>This one, but so much earlier.</summary>
    public SampleSummary EarlierBy(TimeSpan time) => new(Metric, From - time, To - time, Values, Sum, RelativeError);

    /// <summary>This one, but beginning no earlier than that.</summary>
    public SampleSummary NotBefore(DateTimeOffset time) => time <= From ? this : new(Metric, time, To, Values, Sum, RelativeError);
}

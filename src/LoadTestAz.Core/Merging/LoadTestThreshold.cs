namespace LoadTestAz.Merging;

/// <summary>A threshold, judged on the merged metrics.</summary>
/// <param name="Metric">The metric or submetric.</param>
/// <param name="Expression">k6's expression, such as <c>p(95)&lt;500</c>.</param>
/// <param name="Actual">The merged figure that it was held against; null when there is no sample.</param>
/// <param name="Passed">Whether it holds. As in k6, a metric without a sample counts as zero.</param>
public sealed record LoadTestThreshold(string Metric, string Expression, double? Actual, bool Passed)
{
    /// <summary>What the figure is held against, in the metric's unit; null where the expression can't be read.</summary>
    public double? Limit => ThresholdExpression.TryParse(Expression, out var parsed, out _) ? parsed.Limit : null;

    /// <summary>Where the figure is an estimate, what it lies between; else null.</summary>
    public LoadTestBounds? Bounds { get; init; }

    /// <summary>
    /// False when the input does not tell whether it holds: the limit lies between the bounds. It has passed then only if
    /// it held for each worker alone.
    /// </summary>
    public bool IsDecided { get; init; } = true;
}

namespace LoadTestAz.Merging.Estimates;

/// <summary>What one worker's summary tells of a Trend. What it does not tell is null.</summary>
/// <remarks>
/// A worker without samples is left out, or has a count of 0. k6 shows an empty metric with a threshold as all zeros: where
/// that can't be told from samples that were zero, a count of "0 or more" keeps the bounds true for both.
/// </remarks>
public sealed record TrendSummary
{
    /// <summary>What messages call the worker, such as its file; its position in the list when null.</summary>
    public string? Source { get; init; }

    /// <summary>The number of samples.</summary>
    public SampleCount Count { get; init; } = SampleCount.Unknown;

    /// <summary>The smallest sample.</summary>
    public double? Min { get; init; }

    /// <summary>The largest sample.</summary>
    public double? Max { get; init; }

    /// <summary>The mean.</summary>
    public double? Avg { get; init; }

    /// <summary>The median, which is <c>p(50)</c>.</summary>
    public double? Med { get; init; }

    /// <summary>All other percentiles, in any order.</summary>
    public IReadOnlyList<TrendQuantile> Quantiles { get; init; } = [];

    /// <summary>A value that no sample can be below, such as 0 for times; minus infinity when there is none.</summary>
    public double LeastValue { get; init; } = double.NegativeInfinity;

    /// <summary>How far the figures may be rounded, other than by k6's own arithmetic.</summary>
    public FigureTolerance Tolerance { get; init; }
}

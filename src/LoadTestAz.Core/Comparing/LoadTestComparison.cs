using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Comparing;

/// <summary>One figure of a result beside the same figure of one or more baselines.</summary>
public sealed record LoadTestComparison
{
    /// <summary>The run that was compared.</summary>
    public required string RunId { get; init; }

    /// <summary>The runs that it was compared with.</summary>
    public required IReadOnlyList<string> BaselineRunIds { get; init; }

    /// <summary>The metric or submetric.</summary>
    public required string Metric { get; init; }

    /// <summary>Which of its figures, as thresholds name them: <c>p(95)</c>, <c>avg</c>, <c>rate</c>, <c>max</c>.</summary>
    public required string Figure { get; init; }

    /// <summary>The unit: plain, milliseconds, or bytes; the rate of a Counter is per second.</summary>
    public required MetricContents Contains { get; init; }

    /// <summary>True for the rate of a Rate, which is a share of 0 to 1; that of a Counter is per second.</summary>
    public required bool IsShare { get; init; }

    /// <summary>The baseline's figure; the median of several. Null when no baseline has it.</summary>
    public double? Baseline { get; init; }

    /// <summary>The result's figure; null when it has none.</summary>
    public double? Current { get; init; }

    /// <summary><see cref="Current"/> less <see cref="Baseline"/>.</summary>
    public double? Difference => Current - Baseline;

    /// <summary><see cref="Current"/> by <see cref="Baseline"/>; null where the baseline is 0.</summary>
    public double? Ratio => Baseline is null or 0 ? null : Current / Baseline;

    /// <summary>The share of the baseline by which the figure may differ.</summary>
    public required double Tolerance { get; init; }

    /// <summary>The difference that chance alone stays below 19 times out of 20, in the figure's unit; null where that can't be told.</summary>
    public double? Noise { get; init; }

    /// <summary>What became of it.</summary>
    public required ComparisonVerdict Verdict { get; init; }

    /// <summary>On what <see cref="Noise"/> rests, or why it is not known.</summary>
    public required string Note { get; init; }

    /// <inheritdoc/>
    public override string ToString() => $"{Metric} {Figure}: {Verdict}";
}

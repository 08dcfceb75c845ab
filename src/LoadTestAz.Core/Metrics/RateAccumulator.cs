using System.Runtime.CompilerServices;
using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>A rate: how many of its samples were not zero. In <c>http_req_failed</c> those are the failed requests.</summary>
public sealed class RateAccumulator : MetricAccumulator
{
    /// <inheritdoc/>
    public override MetricType Type => MetricType.Rate;

    /// <summary>Samples that were not zero.</summary>
    public long Passes { get; private set; }

    /// <summary>Samples that were zero.</summary>
    public long Fails => Samples - Passes;

    /// <summary>Passes over all samples, 0 to 1; 0 when there is none.</summary>
    public double Rate => IsEmpty ? 0 : (double)Passes / Samples;

    internal void Restore(long passes) => Passes = passes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private protected override void AddSample(long utcTicks, double value)
    {
        if (value != 0)
            Passes++;
    }

    private protected override void AddSummary(in SampleSummary summary)
    {
        foreach (var (value, count) in summary.Values)
            Passes += value != 0 ? count : 0;
    }

    private protected override void MergeSamples(MetricAccumulator other) => Passes += ((RateAccumulator)other).Passes;

    private protected override bool TrySubtract(MetricAccumulator earlier)
    {
        Passes -= ((RateAccumulator)earlier).Passes;
        return Passes >= 0 && Passes <= Samples - earlier.Samples;
    }

    private protected override double? FigureOf(ThresholdExpression expression, TimeSpan duration) => IsEmpty ? null : Rate;
}

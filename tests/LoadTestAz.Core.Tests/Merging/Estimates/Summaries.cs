using LoadTestAz.Core.Tests.Metrics;
using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Core.Tests.Merging.Estimates;

/// <summary>What k6 would summarise, and what it would say of all samples together.</summary>
internal static class Summaries
{
    public static readonly double[] Percents = [0, 0.1, 1, 5, 10, 25, 33.3, 50, 66, 75, 90, 95, 99, 99.9, 99.99, 100];

    /// <summary>Everything that k6 can tell of these samples.</summary>
    public static TrendSummary Full(double[] samples, params double[] percents)
    {
        var sorted = Sorted(samples);
        if (sorted.Length == 0)
            return new TrendSummary { Count = SampleCount.Exactly(0), Min = 0, Max = 0, Avg = 0, Med = 0 };
        var avg = samples.Aggregate(0.0, (sum, sample) => sum + sample) / samples.Length;
        return new TrendSummary
        {
            Count = SampleCount.Exactly(sorted.Length),
            Min = sorted[0],
            Max = sorted[^1],
            Avg = double.IsFinite(avg) ? avg : null, // k6 writes null
            Med = Values.Percentile(sorted, 50),
            Quantiles = [.. percents.Select(p => new TrendQuantile(p, Values.Percentile(sorted, p)))],
        };
    }

    /// <summary>Some of it for each worker, as chance will have it; half of the time with all counts.</summary>
    public static TrendSummary[] Some(double[][] workers, Random random)
    {
        // One worker's own figures are as its machine has them, to the last bit; here, they are compared with another machine's.
        var counted = random.Next(2) == 0;
        var arm64 = workers.Count(w => w.Length > 0) > 1 && random.Next(3) == 0;
        return [.. workers.Select(w => Some(w, arm64, random) is var some && counted ? some with { Count = SampleCount.Exactly(w.Length) } : some)];
    }

    private static TrendSummary Some(double[] samples, bool arm64, Random random)
    {
        var full = Full(samples, [.. Percents.Where(_ => random.Next(3) == 0), 100 * random.NextDouble()]);
        if (samples.Length == 0)
            return full;
        if (arm64)
            full = OfArm64(full, Sorted(samples));
        return full with
        {
            Count = random.Next(4) switch
            {
                0 => SampleCount.Unknown,
                1 => new SampleCount(random.NextInt64(samples.Length + 1), random.Next(2) == 0 ? samples.Length + random.Next(5) : null),
                _ => full.Count,
            },
            Min = random.Next(5) == 0 ? null : full.Min,
            Max = random.Next(5) == 0 ? null : full.Max,
            Avg = random.Next(3) == 0 ? null : full.Avg,
            Med = random.Next(3) == 0 ? null : full.Med,
            Quantiles = random.Next(6) == 0 ? [] : full.Quantiles,
            LeastValue = random.Next(2) == 0 && samples.Min() >= 0 ? 0 : double.NegativeInfinity,
        };
    }

    /// <summary>What k6 says on a machine whose compiler makes one operation of a product and a sum.</summary>
    private static TrendSummary OfArm64(TrendSummary summary, double[] sorted)
    {
        double Percentile(double percent)
        {
            var position = percent / 100 * (sorted.Length - 1);
            var (lower, upper) = (sorted[(int)Math.Floor(position)], sorted[(int)Math.Ceiling(position)]);
            var fraction = Math.FusedMultiplyAdd(percent / 100, sorted.Length - 1, -Math.Floor(position));
            return Math.FusedMultiplyAdd(upper - lower, fraction, lower);
        }

        return summary with { Med = Percentile(50), Quantiles = [.. summary.Quantiles.Select(q => q with { Value = Percentile(q.Percent) })] };
    }

    public static double[] Sorted(IEnumerable<double> samples)
    {
        var sorted = samples.ToArray();
        Array.Sort(sorted);
        return sorted;
    }

    /// <summary>Fails unless the true percentile is inside the bounds and the best value too.</summary>
    public static EstimatedFigure AssertHolds(PooledTrendEstimate estimate, double[] allSorted, double percent)
    {
        var truth = Values.Percentile(allSorted, percent);
        var figure = estimate.GetPercentile(percent);
        if (figure is null)
            return new EstimatedFigure(truth, double.NegativeInfinity, double.PositiveInfinity);
        var (value, low, high) = figure.Value;
        Assert.True(low <= truth && truth <= high, $"p({percent}) is {truth:R}, not between {low:R} and {high:R}");
        Assert.True(low <= value && value <= high && double.IsFinite(value), $"p({percent}): {value:R} is not between {low:R} and {high:R}");
        return figure.Value;
    }
}

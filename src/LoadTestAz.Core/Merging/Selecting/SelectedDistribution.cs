using LoadTestAz.Merging.Figures;

namespace LoadTestAz.Merging.Selecting;

/// <summary>Percentiles of which some are known exactly, by the values at their ranks.</summary>
/// <param name="values">By 0-based rank.</param>
/// <param name="samples">How many values there are in all.</param>
/// <param name="others">The other percentiles.</param>
internal sealed class SelectedDistribution(IReadOnlyDictionary<long, double> values, long samples, ITrendDistribution others) : ITrendDistribution
{
    public LoadTestPercentile? At(double percentile)
    {
        var rank = percentile / 100 * (samples - 1.0);
        if (!values.TryGetValue((long)Math.Floor(rank), out var lower) || !values.TryGetValue((long)Math.Ceiling(rank), out var upper))
            return others.At(percentile);
        var value = ExactDistribution.Between(lower, upper, rank - Math.Floor(rank));
        return new(percentile, value, value, value, FigureMethod.Exact);
    }
}

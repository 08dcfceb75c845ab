namespace LoadTestAz.Merging.Figures;

/// <summary>What is known of the percentiles of a Trend.</summary>
internal interface ITrendDistribution
{
    /// <summary>A percentile (0 to 100) as k6 has it; null when nothing is known of it.</summary>
    LoadTestPercentile? At(double percentile);
}

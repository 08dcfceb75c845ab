using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>The metrics that the lines of one stream may name.</summary>
internal interface IMetricTable
{
    /// <summary>The metric of a name in UTF-8; null when nobody declared it.</summary>
    Metric? Find(ReadOnlySpan<byte> name);

    /// <summary>Makes a metric known for the points that follow.</summary>
    /// <param name="declaration">The metric with its thresholds and submetrics.</param>
    /// <param name="size">The bytes of its line.</param>
    /// <returns>False when there are too many.</returns>
    bool TryAdd(K6MetricDeclaration declaration, int size);
}

using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>What one worker measured in some time: the pattern from which files of any size are made.</summary>
/// <param name="Metrics">The metrics, each before its first sample, with the submetrics declared for it.</param>
/// <param name="Points">The samples, in the order of time.</param>
internal sealed record K6Samples(IReadOnlyList<K6MetricDeclaration> Metrics, IReadOnlyList<K6Point> Points)
{
    /// <summary>From the first sample to the last, and a second.</summary>
    public TimeSpan Span => new(Points[^1].UtcTicks - Points[0].UtcTicks + TimeSpan.TicksPerSecond);

    /// <summary>
    /// The samples once more, later and with slightly other times measured, as another worker or another minute has them.
    /// </summary>
    /// <param name="repetition">0-based.</param>
    /// <param name="worker">0-based.</param>
    public IEnumerable<K6Point> Repeat(int repetition, int worker)
    {
        var later = (repetition * Span.Ticks) + (worker * 1237L);
        var factor = 1 + ((((repetition * 31) + (worker * 17)) % 1009) * 1e-4);
        foreach (var point in Points)
        {
            // Whole numbers are counts, sizes and states.
            var value = point.Value == Math.Floor(point.Value) ? point.Value : Math.Round(point.Value * factor, 6);
            yield return point with { UtcTicks = point.UtcTicks + later, Value = value };
        }
    }
}

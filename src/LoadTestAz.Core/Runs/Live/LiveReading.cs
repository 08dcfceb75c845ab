using LoadTestAz.Metrics;

namespace LoadTestAz.Runs.Live;

/// <summary>What is kept of a worker's latest snapshot.</summary>
/// <param name="Sequence">The snapshot's number.</param>
/// <param name="At">When it was taken, by the worker's clock.</param>
/// <param name="StartedAt">When the worker's load began, by the same clock.</param>
/// <param name="Metrics">The metrics that somebody watches.</param>
/// <param name="RequestsPerSecond">Between this snapshot and the one before.</param>
internal sealed record LiveReading(int Sequence, DateTimeOffset At, DateTimeOffset StartedAt, MetricSet Metrics, double RequestsPerSecond)
{
    /// <summary>For how long the worker has made load.</summary>
    public TimeSpan Elapsed => At - StartedAt;

    /// <summary>The virtual users at work.</summary>
    public double Vus => GaugeOf(BuiltInMetrics.Vus.Name);

    /// <summary>Takes a snapshot.</summary>
    public static LiveReading Of(LiveDocument live, MetricSet metrics, LiveReading? before)
    {
        var requests = RequestsIn(metrics) - (before is null ? 0 : RequestsIn(before.Metrics));
        var span = (live.At - (before?.At ?? live.StartedAt)).TotalSeconds;

        // The first snapshot is taken at once: what setup() did before the load is no rate of these first milliseconds.
        return new LiveReading(live.Sequence, live.At, live.StartedAt, metrics, span >= 1 ? requests / span : 0);
    }

    /// <summary>The last value of a gauge; 0 when there is none.</summary>
    public double GaugeOf(string metric) => (Metrics.Find(metric)?.Accumulator as GaugeAccumulator)?.Value ?? 0;

    private static double RequestsIn(MetricSet metrics) => (metrics.Find(BuiltInMetrics.HttpReqs.Name)?.Accumulator as CounterAccumulator)?.Sum ?? 0;
}

using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>Where the samples with certain tags go: worked out once for each metric, then used for every sample.</summary>
internal sealed class TagRoute(TagSet tags)
{
    private readonly List<Stop> _stops = [];
    private int _next;

    public TagSet Tags => tags;

    /// <summary>The one that was used after this one, the last time that it was looked for.</summary>
    public TagRoute? Follower { get; set; }

    /// <summary>The stop for a metric, or null when there is none yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public Stop? Find(Metric metric)
    {
        // An engine sends its metrics in the same order each time: the next one is nearly always the one wanted.
        if (_next >= _stops.Count)
            _next = 0;
        for (var i = 0; i < _stops.Count; i++)
        {
            var stop = _stops[_next];
            _next = _next + 1 < _stops.Count ? _next + 1 : 0;
            if (ReferenceEquals(stop.Metric, metric))
                return stop;
        }

        return null;
    }

    public void Add(Stop stop)
    {
        // A reader that makes a new Metric for each sample must not make the list grow.
        _stops.RemoveAll(s => ReferenceEquals(s.Accumulators[0], stop.Accumulators[0]));
        _stops.Add(stop);
    }

    /// <summary>All that a sample of one metric changes.</summary>
    /// <param name="Metric">The instance that samples bear.</param>
    /// <param name="Accumulators">The metric's own, then those of the submetrics that these tags belong to.</param>
    /// <param name="Field">What it means to the time series.</param>
    /// <param name="Check">The check it belongs to.</param>
    public sealed record Stop(Metric Metric, MetricAccumulator[] Accumulators, TimeSeriesField Field, CheckTally? Check);
}

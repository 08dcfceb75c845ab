using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>
/// The course of a result in intervals of one length without holes: where the result has no point nothing happened, so that
/// rates are 0, and what is not known is null. The intervals in which the load begins and ends are covered in part: rates in
/// them are over that part, and null where it is less than half.
/// </summary>
internal sealed class Course
{
    private readonly LoadTestResult _result;
    private readonly LoadTestPoint?[] _points;
    private readonly DateTimeOffset _start;

    private Course(LoadTestResult result, LoadTestPoint?[] points, DateTimeOffset start)
    {
        (_result, _points, _start) = (result, points, start);
        Interval = result.TimeSeries[0].Interval;
        First = (result.TimeSeries[0].Time - start).TotalSeconds;
        Requests = Each((p, share) => Rate(p?.RequestsPerSecond ?? 0, share));
        Iterations = Each((p, share) => Rate((p?.Iterations ?? 0) / Interval.TotalSeconds, share));
        Vus = Each((p, share) => p is null ? null : Rate(p.Vus, share));
        P50 = Each((p, _) => p?.P50);
        P95 = Each((p, _) => p?.P95);
        P99 = Each((p, _) => p?.P99);
        Failures = Each((p, _) => p?.FailureRate);
        FailureCounts = Each((p, _) => p?.Failures);
    }

    /// <summary>How long an interval is.</summary>
    public TimeSpan Interval { get; }

    /// <summary>When the first one begins, in seconds since the load began.</summary>
    public double First { get; }

    /// <summary>How many there are.</summary>
    public int Count => _points.Length;

    /// <summary>Requests per second.</summary>
    public double?[] Requests { get; }

    /// <summary>Iterations per second.</summary>
    public double?[] Iterations { get; }

    /// <summary>Virtual users.</summary>
    public double?[] Vus { get; }

    /// <summary>Median of http_req_duration, ms.</summary>
    public double?[] P50 { get; }

    /// <summary>95th percentile, ms.</summary>
    public double?[] P95 { get; }

    /// <summary>99th percentile, ms.</summary>
    public double?[] P99 { get; }

    /// <summary>Failed requests as a share of all, 0 to 1.</summary>
    public double?[] Failures { get; }

    /// <summary>Failed requests.</summary>
    public double?[] FailureCounts { get; }

    /// <summary>The course of a result; null where it has none.</summary>
    public static Course? Of(LoadTestResult result)
    {
        if (result.TimeSeries.Count == 0)
            return null;
        var (first, interval) = (result.TimeSeries[0].Time, result.TimeSeries[0].Interval);
        var points = new LoadTestPoint?[(int)((result.TimeSeries[^1].Time - first) / interval) + 1];
        foreach (var point in result.TimeSeries)
            points[(int)((point.Time - first) / interval)] = point;
        return new Course(result, points, result.StartedAt ?? first);
    }

    /// <summary>The middle of an interval, in seconds since the load began.</summary>
    public double MiddleOf(int index) => First + ((index + 0.5) * Interval.TotalSeconds);

    /// <summary>The time that it takes.</summary>
    public TimeDomain Domain() => new(Math.Min(0, First), Math.Max(First + (Count * Interval.TotalSeconds), _result.Duration.TotalSeconds));

    private double?[] Each(Func<LoadTestPoint?, double, double?> value) => [.. _points.Select((p, i) => value(p, CoverOf(i)) is { } known && double.IsFinite(known) ? known : (double?)null)];

    private static double? Rate(double overAll, double share) => share < 0.5 ? null : overAll / share;

    private double CoverOf(int index)
    {
        var from = Math.Max(0, First + (index * Interval.TotalSeconds));
        var to = Math.Min(_result.Duration.TotalSeconds, First + ((index + 1) * Interval.TotalSeconds));
        return Math.Max(0, to - from) / Interval.TotalSeconds;
    }
}

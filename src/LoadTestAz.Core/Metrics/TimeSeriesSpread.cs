namespace LoadTestAz.Metrics;

/// <summary>
/// Adds a summary to the points of a time series. Its interval rarely fits into one of them, so each point gets its share
/// by time: a summary a second, a little before or after the full one, must not give points with none and with two.
/// </summary>
internal static class TimeSeriesSpread
{
    public static void Add(TimeSeries series, TimeSeriesField field, in SampleSummary summary)
    {
        var (from, to) = (summary.From.UtcTicks, Math.Max(summary.To.UtcTicks, summary.From.UtcTicks + 1));

        // Both ends first: they may make the intervals longer, and none in between can any more.
        series.PointAt(from);
        series.PointAt(to - 1);
        Span<long> left = summary.Values.Length <= 512 ? stackalloc long[summary.Values.Length] : new long[summary.Values.Length];
        for (var i = 0; i < left.Length; i++)
            left[i] = summary.Values[i].Count;

        for (var (at, shared) = (from, 0.0); at < to;)
        {
            var point = series.PointAt(at);
            var end = Math.Min(to, point.Start.UtcTicks + series.Interval.Ticks);
            var upTo = (double)(end - from) / (to - from);
            if (field == TimeSeriesField.Duration)
                AddValues(point, summary.Values, left, (upTo - shared) / (1 - shared));
            else if (field == TimeSeriesField.Vus)
                point.Add(field, summary.Values[^1].Value * TimeSpan.FromTicks(end - at).TotalSeconds);
            else
                point.AddAmount(field, Part(Total(field, summary), shared, upTo));
            (at, shared) = (end, upTo);
        }
    }

    private static double Total(TimeSeriesField field, in SampleSummary summary)
    {
        if (field != TimeSeriesField.Failures)
            return summary.Sum;
        var failures = 0L;
        foreach (var (value, count) in summary.Values)
            failures += value != 0 ? count : 0;
        return failures;
    }

    // Whole amounts stay whole, and the parts add up to the total.
    private static double Part(double total, double from, double to) =>
        total == Math.Floor(total) ? Math.Round(total * to) - Math.Round(total * from) : total * (to - from);

    // So many of each value, what is rounded off carried over to the next one: the shape of the distribution stays.
    private static void AddValues(TimeSeriesPoint point, ReadOnlySpan<ValueCount> values, Span<long> left, double share)
    {
        var carried = 0.0;
        for (var i = 0; i < values.Length; i++)
        {
            var wanted = (left[i] * share) + carried;
            var taken = Math.Clamp((long)Math.Round(wanted), 0, left[i]);
            carried = wanted - taken;
            left[i] -= taken;
            if (taken > 0)
                point.Latency.Add(values[i].Value, taken);
        }
    }
}

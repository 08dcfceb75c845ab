namespace LoadTestAz.Metrics;

/// <summary>Which metrics the time series is made of.</summary>
internal static class TimeSeriesFields
{
    /// <summary>What the samples of a metric add to it.</summary>
    public static TimeSeriesField Of(Metric metric) => (metric.Type, metric.Name) switch
    {
        (MetricType.Counter, "http_reqs") => TimeSeriesField.Requests,
        (MetricType.Rate, "http_req_failed") => TimeSeriesField.Failures,
        (MetricType.Trend, "http_req_duration") => TimeSeriesField.Duration,
        (MetricType.Gauge, "vus") => TimeSeriesField.Vus,
        (MetricType.Counter, "iterations") => TimeSeriesField.Iterations,
        (MetricType.Counter, "data_sent") => TimeSeriesField.DataSent,
        (MetricType.Counter, "data_received") => TimeSeriesField.DataReceived,
        _ => TimeSeriesField.None,
    };
}

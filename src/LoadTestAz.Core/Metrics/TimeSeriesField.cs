namespace LoadTestAz.Metrics;

/// <summary>What a sample adds to a point of the time series.</summary>
internal enum TimeSeriesField
{
    None,
    Requests,
    Failures,
    Vus,
    Iterations,
    DataSent,
    DataReceived,
    Duration,
}

namespace LoadTestAz.Merging;

/// <summary>The whole run within one interval of time.</summary>
/// <param name="Time">The interval's begin (UTC).</param>
/// <param name="Interval">Its length.</param>
/// <param name="Vus">Virtual users, the mean over the interval.</param>
/// <param name="RequestsPerSecond">Requests, the mean over the interval.</param>
/// <param name="Failures">Failed requests.</param>
/// <param name="Iterations">Iterations finished.</param>
/// <param name="P50">Median of http_req_duration, ms, at most 1 % off; null without a request.</param>
/// <param name="P95">95th percentile, likewise.</param>
/// <param name="P99">99th percentile, likewise.</param>
/// <param name="DataSent">Bytes.</param>
/// <param name="DataReceived">Bytes.</param>
public sealed record LoadTestPoint(
    DateTimeOffset Time,
    TimeSpan Interval,
    double Vus,
    double RequestsPerSecond,
    double Failures,
    double Iterations,
    double? P50,
    double? P95,
    double? P99,
    double DataSent,
    double DataReceived)
{
    /// <summary>Failed requests as a share of all, 0 to 1; null without a request.</summary>
    public double? FailureRate => RequestsPerSecond > 0 && Interval > TimeSpan.Zero ? Math.Min(1, Failures / (RequestsPerSecond * Interval.TotalSeconds)) : null;
}

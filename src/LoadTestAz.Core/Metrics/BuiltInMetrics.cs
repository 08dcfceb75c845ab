namespace LoadTestAz.Metrics;

/// <summary>k6's built-in metrics for protocol tests, with k6's names, kinds and units.</summary>
/// <seealso href="https://grafana.com/docs/k6/latest/using-k6/metrics/reference/"/>
public static class BuiltInMetrics
{
    public static readonly Metric Vus = new("vus", MetricType.Gauge);
    public static readonly Metric VusMax = new("vus_max", MetricType.Gauge);
    public static readonly Metric Iterations = new("iterations", MetricType.Counter);
    public static readonly Metric IterationDuration = new("iteration_duration", MetricType.Trend, MetricContents.Time);
    public static readonly Metric DroppedIterations = new("dropped_iterations", MetricType.Counter);
    public static readonly Metric Checks = new("checks", MetricType.Rate);
    public static readonly Metric DataSent = new("data_sent", MetricType.Counter, MetricContents.Data);
    public static readonly Metric DataReceived = new("data_received", MetricType.Counter, MetricContents.Data);
    public static readonly Metric HttpReqs = new("http_reqs", MetricType.Counter);
    public static readonly Metric HttpReqFailed = new("http_req_failed", MetricType.Rate);
    public static readonly Metric HttpReqDuration = new("http_req_duration", MetricType.Trend, MetricContents.Time);
    public static readonly Metric HttpReqBlocked = new("http_req_blocked", MetricType.Trend, MetricContents.Time);
    public static readonly Metric HttpReqConnecting = new("http_req_connecting", MetricType.Trend, MetricContents.Time);
    public static readonly Metric HttpReqTlsHandshaking = new("http_req_tls_handshaking", MetricType.Trend, MetricContents.Time);
    public static readonly Metric HttpReqSending = new("http_req_sending", MetricType.Trend, MetricContents.Time);
    public static readonly Metric HttpReqWaiting = new("http_req_waiting", MetricType.Trend, MetricContents.Time);
    public static readonly Metric HttpReqReceiving = new("http_req_receiving", MetricType.Trend, MetricContents.Time);

    /// <summary>All of the above, in the order in which they are declared.</summary>
    public static IReadOnlyList<Metric> All { get; } =
    [
        Vus, VusMax, Iterations, IterationDuration, DroppedIterations, Checks, DataSent, DataReceived,
        HttpReqs, HttpReqFailed, HttpReqDuration, HttpReqBlocked, HttpReqConnecting, HttpReqTlsHandshaking,
        HttpReqSending, HttpReqWaiting, HttpReqReceiving,
    ];

    /// <summary>The built-in metric of that name, or null for a custom one.</summary>
    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);

    private static readonly Dictionary<string, Metric> ByName = All.ToDictionary(m => m.Name);
}

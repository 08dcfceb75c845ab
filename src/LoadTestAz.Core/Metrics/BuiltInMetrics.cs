namespace LoadTestAz.Metrics;

/// <summary>k6's built-in metrics, with k6's names, kinds and units.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/metrics/builtin.go"/>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/modules/k6/grpc/metrics.go"/>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/modules/k6/browser/k6ext/metrics.go"/>
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

    // Only a script makes these.
    public static readonly Metric GroupDuration = new("group_duration", MetricType.Trend, MetricContents.Time);
    public static readonly Metric WsSessions = new("ws_sessions", MetricType.Counter);
    public static readonly Metric WsMsgsSent = new("ws_msgs_sent", MetricType.Counter);
    public static readonly Metric WsMsgsReceived = new("ws_msgs_received", MetricType.Counter);
    public static readonly Metric WsPing = new("ws_ping", MetricType.Trend, MetricContents.Time);
    public static readonly Metric WsSessionDuration = new("ws_session_duration", MetricType.Trend, MetricContents.Time);
    public static readonly Metric WsConnecting = new("ws_connecting", MetricType.Trend, MetricContents.Time);
    public static readonly Metric GrpcReqDuration = new("grpc_req_duration", MetricType.Trend, MetricContents.Time);
    public static readonly Metric GrpcStreams = new("grpc_streams", MetricType.Counter);
    public static readonly Metric GrpcStreamsMsgsSent = new("grpc_streams_msgs_sent", MetricType.Counter);
    public static readonly Metric GrpcStreamsMsgsReceived = new("grpc_streams_msgs_received", MetricType.Counter);

    // Only browser workers make these. CLS is a score, not a time; FID is gone since k6 v2.
    public static readonly Metric BrowserWebVitalTtfb = new("browser_web_vital_ttfb", MetricType.Trend, MetricContents.Time);
    public static readonly Metric BrowserWebVitalFcp = new("browser_web_vital_fcp", MetricType.Trend, MetricContents.Time);
    public static readonly Metric BrowserWebVitalLcp = new("browser_web_vital_lcp", MetricType.Trend, MetricContents.Time);
    public static readonly Metric BrowserWebVitalCls = new("browser_web_vital_cls", MetricType.Trend);
    public static readonly Metric BrowserWebVitalInp = new("browser_web_vital_inp", MetricType.Trend, MetricContents.Time);
    public static readonly Metric BrowserWebVitalFid = new("browser_web_vital_fid", MetricType.Trend, MetricContents.Time);
    public static readonly Metric BrowserDataSent = new("browser_data_sent", MetricType.Counter, MetricContents.Data);
    public static readonly Metric BrowserDataReceived = new("browser_data_received", MetricType.Counter, MetricContents.Data);
    public static readonly Metric BrowserHttpReqDuration = new("browser_http_req_duration", MetricType.Trend, MetricContents.Time);
    public static readonly Metric BrowserHttpReqFailed = new("browser_http_req_failed", MetricType.Rate);

    /// <summary>The one submetric that k6 makes of its own accord.</summary>
    public static readonly MetricSelector ExpectedResponses = new(HttpReqDuration.Name, TagSet.Of([new("expected_response", "true")]));

    private static readonly Metric[] OfUsers = [Vus, VusMax, Iterations, IterationDuration, DroppedIterations, Checks, DataSent, DataReceived];

    private static readonly Metric[] OfRequests =
    [
        HttpReqs, HttpReqFailed, HttpReqDuration, HttpReqBlocked, HttpReqConnecting, HttpReqTlsHandshaking, HttpReqSending, HttpReqWaiting, HttpReqReceiving,
    ];

    private static readonly Metric[] OfScripts =
    [
        GroupDuration, WsSessions, WsMsgsSent, WsMsgsReceived, WsPing, WsSessionDuration, WsConnecting,
        GrpcReqDuration, GrpcStreams, GrpcStreamsMsgsSent, GrpcStreamsMsgsReceived,
    ];

    private static readonly Metric[] OfBrowsers =
    [
        BrowserWebVitalTtfb, BrowserWebVitalFcp, BrowserWebVitalLcp, BrowserWebVitalCls, BrowserWebVitalInp, BrowserWebVitalFid,
        BrowserDataSent, BrowserDataReceived, BrowserHttpReqDuration, BrowserHttpReqFailed,
    ];

    /// <summary>All of the above.</summary>
    public static IReadOnlyList<Metric> All { get; } = [.. OfUsers, .. OfRequests, .. OfScripts, .. OfBrowsers];

    /// <summary>What a plan without a script measures.</summary>
    /// <param name="protocol">Whether it has protocol workers.</param>
    /// <param name="browser">Whether it has browser workers.</param>
    public static IReadOnlyList<Metric> WithoutScript(bool protocol, bool browser) =>
        [.. OfUsers, .. protocol ? OfRequests : [], .. browser ? OfBrowsers : []];

    /// <summary>The built-in metric of that name, or null for a custom one.</summary>
    public static Metric? Find(string name) => ByName.GetValueOrDefault(name);

    private static readonly Dictionary<string, Metric> ByName = All.ToDictionary(m => m.Name);
}

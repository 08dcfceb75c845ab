using System.IO.Compression;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class BuiltInMetricsTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data", "k6");

    [Fact]
    public void They_are_what_a_real_k6_declares()
    {
        var declared = Directory.GetFiles(Data, "metrics.json.gz", SearchOption.AllDirectories).SelectMany(Declarations).Distinct().ToList();
        var known = declared.Where(metric => BuiltInMetrics.Find(metric.Name) is not null).ToList();

        Assert.All(known, metric => Assert.Equal(metric, BuiltInMetrics.Find(metric.Name)));

        // The recorded runs have at least these; what else they declare, their scripts made.
        foreach (var name in new[] { "http_req_duration", "group_duration", "browser_web_vital_lcp", "browser_web_vital_cls", "browser_data_received", "browser_http_req_failed" })
            Assert.Contains(known, metric => metric.Name == name);
    }

    [Fact]
    public void They_are_all_that_k6s_sources_register()
    {
        // metrics/builtin.go, internal/js/modules/k6/grpc/metrics.go, internal/js/modules/k6/browser/k6ext/metrics.go of v2.2.0, and fid of v1.
        string[] names =
        [
            "browser_data_received", "browser_data_sent", "browser_http_req_duration", "browser_http_req_failed",
            "browser_web_vital_cls", "browser_web_vital_fcp", "browser_web_vital_fid", "browser_web_vital_inp", "browser_web_vital_lcp", "browser_web_vital_ttfb",
            "checks", "data_received", "data_sent", "dropped_iterations", "group_duration",
            "grpc_req_duration", "grpc_streams", "grpc_streams_msgs_received", "grpc_streams_msgs_sent",
            "http_req_blocked", "http_req_connecting", "http_req_duration", "http_req_failed", "http_req_receiving", "http_req_sending",
            "http_req_tls_handshaking", "http_req_waiting", "http_reqs", "iteration_duration", "iterations", "vus", "vus_max",
            "ws_connecting", "ws_msgs_received", "ws_msgs_sent", "ws_ping", "ws_session_duration", "ws_sessions",
        ];
        Assert.Equal(names, BuiltInMetrics.All.Select(metric => metric.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Without_a_script_only_those_are_measured_that_the_workers_make()
    {
        var protocol = BuiltInMetrics.WithoutScript(protocol: true, browser: false);
        Assert.Contains(BuiltInMetrics.HttpReqs, protocol);
        Assert.DoesNotContain(BuiltInMetrics.BrowserWebVitalLcp, protocol);
        Assert.DoesNotContain(BuiltInMetrics.WsPing, protocol);
        Assert.Contains(BuiltInMetrics.BrowserWebVitalLcp, BuiltInMetrics.WithoutScript(protocol: false, browser: true));
    }

    private static IEnumerable<Metric> Declarations(string file)
    {
        using var lines = new StreamReader(new GZipStream(File.OpenRead(file), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            if (!line.Contains("\"type\":\"Metric\"", StringComparison.Ordinal))
                continue;
            using var json = JsonDocument.Parse(line);
            var data = json.RootElement.GetProperty("data");
            yield return new Metric(
                data.GetProperty("name").GetString()!,
                MetricNames.FindType(data.GetProperty("type").GetString()!)!.Value,
                MetricNames.FindContents(data.GetProperty("contains").GetString()!)!.Value);
        }
    }
}

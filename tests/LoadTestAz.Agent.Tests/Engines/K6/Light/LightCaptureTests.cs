using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Agent.Tests.Engines.Http;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

public sealed class LightCaptureTests
{
    private static readonly EngineOutcome Done = new(true, 0, WorkerCause.None, null);

    [Theory]
    [InlineData("0.49.0", false)]
    [InlineData("1.0.0", false)]
    [InlineData("1.3.0", false)]
    [InlineData("1.4.0", true)]
    [InlineData("2.2.0", true)]
    public void Only_a_k6_that_loses_nothing_is_taken(string version, bool taken)
    {
        var why = LightCapture.WhyNot(new K6Binary("/bin/k6", new Version(version), "v" + version));
        Assert.Equal(taken, why is null);
        if (!taken)
            Assert.Equal($"The plan asks for light capture, and k6 v{version} at '/bin/k6' can't do it: it needs k6 v1.4.0, whose OpenTelemetry output loses no samples. Use a newer k6, or capture full.", why);
    }

    [Fact]
    public void K6_keeps_only_those_of_its_tags_that_somebody_looks_at()
    {
        Assert.Equal(["group", "check"], LightCapture.TagsFor(K6Plans.Of([1])));
        var plan = WithThresholds("http_req_duration{status:200,team:a}", "http_reqs{expected_response:true}", "checks{check:x}", "http_reqs{vu:1}");
        Assert.Equal(["status", "group", "check", "expected_response"], LightCapture.TagsFor(plan));
    }

    [Fact]
    public void What_it_cannot_judge_is_said_beforehand()
    {
        Assert.Empty(LightCapture.LimitsFor(WithThresholds("http_reqs", "http_req_duration{status:200}")));
        Assert.Collection(
            LightCapture.LimitsFor(WithThresholds("http_reqs{group:\"\"}", "http_reqs{group:\"\"}", "happy{condition:new}")),
            empty => Assert.Contains("'http_reqs{group:\"\"}' looks for a tag without a value", empty),
            condition => Assert.Contains("'happy{condition:new}' looks for the tag 'condition'", condition));
    }

    [Fact]
    public async Task K6_sends_to_it_alone_and_nothing_of_that_stands_among_its_arguments()
    {
        var plan = K6Plans.Of([1]) with { Env = new Dictionary<string, string> { ["K6_OTEL_EXPORT_INTERVAL"] = "1h" } };
        await using var light = new LightCapture(new CollectingSink(), plan, TimeProvider.System);
        var line = K6CommandLine.Of(plan, plan.Workers[0], new Version(2, 2, 0), new K6RunFiles("/s/script.js", "/w/summary.json", 6565, Light: light.Variables));

        Assert.Equal("opentelemetry", line.Arguments[line.Arguments.ToList().IndexOf("--out") + 1]);
        Assert.DoesNotContain("--quiet", line.Arguments);
        Assert.Equal(("delta", "base2_exponential_bucket_histogram", "1s", "http/protobuf"), (
            line.Variables["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"], line.Variables["OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION"],
            line.Variables["K6_OTEL_EXPORT_INTERVAL"], line.Variables["K6_OTEL_EXPORTER_PROTOCOL"]));
        Assert.StartsWith("127.0.0.1:", line.Variables["K6_OTEL_HTTP_EXPORTER_ENDPOINT"]);
        Assert.DoesNotContain(line.Arguments, argument => argument.Contains(line.Variables["K6_OTEL_HTTP_EXPORTER_URL_PATH"], StringComparison.Ordinal));
    }

    [Fact]
    public void Where_metrics_go_is_not_inherited()
    {
        var environment = new Dictionary<string, string?> { ["OTEL_EXPORTER_OTLP_METRICS_HEADERS"] = "a=b", ["OTEL_SDK_DISABLED"] = "true", ["PATH"] = "/bin" };
        K6Environment.Apply(environment, new Dictionary<string, string> { ["OTEL_METRICS_EXEMPLAR_FILTER"] = "always_off" });
        Assert.Equal(["OTEL_METRICS_EXEMPLAR_FILTER", "PATH"], environment.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("running (0m02.0s), 2/2 VUs, 5230 complete and 0 interrupted iterations", true)]
    [InlineData("default   [  50% ] 2 VUs  2.0s/4s", true)]
    [InlineData("default ✓ [ 100% ] 2 VUs  4s", true)]
    [InlineData("Run       [   0% ] paused", true)]
    [InlineData("    http_req_failed................: 0.00%  0 out of 9479", false)]
    [InlineData("     scenarios: (100.00%) 1 scenario, 2 max VUs, 34s max duration (incl. graceful stop):", false)]
    [InlineData("", false)]
    public void The_line_a_second_that_shows_how_far_k6_is_is_known(string line, bool progress) =>
        Assert.Equal(progress, LightCapture.IsProgress(line));

    [Fact]
    public async Task What_k6_counted_and_did_not_come_fails_the_worker()
    {
        await using var light = new LightCapture(new CollectingSink(), K6Plans.Of([1]), TimeProvider.System);
        using var client = new HttpClient();
        var url = $"http://{light.Variables["K6_OTEL_HTTP_EXPORTER_ENDPOINT"]}{light.Variables["K6_OTEL_HTTP_EXPORTER_URL_PATH"]}";
        var requests = Recorded.Requests.ToArray();
        foreach (var request in requests[..^1])
            (await client.PostAsync(url, new ByteArrayContent(request))).EnsureSuccessStatusCode();

        var lost = light.Check(Done, Recorded.Summary);
        Assert.Equal((false, WorkerCause.EngineError), (lost.Succeeded, lost.Cause));
        Assert.Matches(@"^Light capture is incomplete: of \w+ \d+ came, and k6 counted \d+\. Capture full\.$", lost.Detail);

        // A worker that was stopped or failed has its own cause; and without a summary there is nothing to hold it against.
        var stopped = Done with { Cause = WorkerCause.Stopped };
        Assert.Same(stopped, light.Check(stopped, Recorded.Summary));
        Assert.Same(Done, light.Check(Done, Recorded.Summary + ".gone"));
        (await client.PostAsync(url, new ByteArrayContent(requests[^1]))).EnsureSuccessStatusCode();
        Assert.Same(Done, light.Check(Done, Recorded.Summary));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"metrics\":{\"http_reqs\":{\"count\":null},\"vus\":{\"value\":3,\"min\":1},\"never\":{\"count\":0},\"http_reqs{a:b}\":{\"count\":7}}}")]
    public void A_summary_that_says_nothing_is_held_against_nobody(string text)
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, text);
        try
        {
            Assert.Null(LightCheck.Difference(new Dictionary<string, double>(), file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static LoadTestPlan WithThresholds(params string[] metrics) =>
        K6Plans.Of([1]) with { Thresholds = [.. metrics.Select(metric => new LoadTestThresholdRule(MetricSelector.Parse(metric).ToString(), "count>1"))] };
}

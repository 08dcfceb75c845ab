using System.Globalization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>
/// Light capture: k6 adds up its samples itself and sends sums and histograms every second, by its OpenTelemetry output.
/// </summary>
internal sealed class LightCapture : IAsyncDisposable
{
    /// <summary>
    /// The first version whose output sends what it has before it ends; earlier ones lost their last samples.
    /// Source: internal/output/opentelemetry/output.go, StopWithTestError, of v1.3.0 and v1.4.0.
    /// </summary>
    public static readonly Version Oldest = new(1, 4, 0);

    // Tags that k6 sets by itself (metrics/system_tag.go). Each combination of values is a histogram of its own, so only
    // those are asked for that somebody looks at. vu and iter are no tags to it, but metadata.
    private static readonly string[] SystemTags =
        ["proto", "subproto", "status", "method", "url", "name", "group", "check", "error", "error_code", "tls_version", "scenario", "service", "ocsp_status", "ip", "expected_response"];

    private readonly LightMetrics _metrics;
    private readonly OtlpReceiver _receiver;

    public LightCapture(ISampleSink sink, LoadTestPlan plan, TimeProvider time)
    {
        _metrics = new LightMetrics(sink, time);
        _receiver = new OtlpReceiver(body => _metrics.Take(OtlpReader.Read(body.Span)), time);
        Variables = VariablesOf(plan, _receiver);
    }

    /// <summary>What k6 needs in its environment.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; }

    /// <summary>Faulted when what came could not be taken any more; never done otherwise.</summary>
    public Task Failure => _receiver.Failure;

    /// <summary>Why this k6 can't do it; null when it can.</summary>
    public static string? WhyNot(K6Binary k6) => k6.Version >= Oldest
        ? null
        : $"The plan asks for light capture, and k6 {k6.VersionText} at '{k6.Path}' can't do it: it needs k6 v{Oldest}, whose OpenTelemetry output loses no samples. Use a newer k6, or capture full.";

    /// <summary>What light capture can't do for a plan, in words for people.</summary>
    public static IEnumerable<string> LimitsFor(LoadTestPlan plan)
    {
        foreach (var selector in plan.WatchedMetrics.Where(selector => selector.IsSubmetric).Distinct())
        {
            if (selector.Tags.Pairs.Any(tag => tag.Value.Length == 0))
                yield return $"The rule on '{selector}' looks for a tag without a value, which light capture does not see: it finds no sample. Capture full.";
            if (selector.Tags.TryGetValue("condition", out _))
                yield return $"The rule on '{selector}' looks for the tag 'condition', which light capture uses itself for metrics that are rates: of those it finds no sample. Name the tag otherwise, or capture full.";
        }
    }

    /// <summary>Which of k6's own tags samples have to have.</summary>
    internal static IReadOnlyList<string> TagsFor(LoadTestPlan plan)
    {
        var named = plan.WatchedMetrics.SelectMany(selector => selector.Tags.Pairs).Select(tag => tag.Key);
        return [.. SystemTags.Intersect(named.Concat(["check", "group"]))];
    }

    /// <summary>Whether a line is one of those by which k6 shows each second how far it is.</summary>
    /// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/cmd/ui.go">renderMultipleBars</seealso>
    public static bool IsProgress(string line)
    {
        if (line.StartsWith("running (", StringComparison.Ordinal))
            return true;
        var end = line.IndexOf("% ]", StringComparison.Ordinal);
        return end > 0 && line.LastIndexOf('[', end) > 0;
    }

    /// <summary>
    /// The outcome, judged by k6's own summary where there is one: nothing may have been lost on the way.
    /// </summary>
    public EngineOutcome Check(EngineOutcome outcome, string summary)
    {
        if (!outcome.Succeeded || outcome.Cause is not WorkerCause.None || !File.Exists(summary))
            return outcome;
        if (LightCheck.Difference(_metrics.Totals, summary) is not { } difference)
            return outcome;
        var refused = _receiver.RefusedBecause is { } why ? $" What k6 sent was refused: {why}." : "";
        return outcome with { Succeeded = false, Cause = WorkerCause.EngineError, Detail = $"Light capture is incomplete: {difference}.{refused} Capture full." };
    }

    /// <summary>What came.</summary>
    public override string ToString() =>
        $"{_metrics}{(_receiver.Refused > 0 ? string.Create(CultureInfo.InvariantCulture, $"; {_receiver.Refused} requests were refused, the last because {_receiver.RefusedBecause}") : "")}";

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _receiver.DisposeAsync();

    private static Dictionary<string, string> VariablesOf(LoadTestPlan plan, OtlpReceiver receiver) => new()
    {
        ["K6_OTEL_EXPORTER_PROTOCOL"] = "http/protobuf",
        ["K6_OTEL_HTTP_EXPORTER_INSECURE"] = "true",
        ["K6_OTEL_HTTP_EXPORTER_ENDPOINT"] = receiver.Endpoint,
        ["K6_OTEL_HTTP_EXPORTER_URL_PATH"] = receiver.Path,
        ["K6_OTEL_METRIC_PREFIX"] = LightMetrics.Prefix,
        ["K6_OTEL_EXPORT_INTERVAL"] = "1s",
        ["K6_OTEL_FLUSH_INTERVAL"] = "200ms",

        // Before v2 two counters could be asked for, in a script's own options too.
        ["K6_OTEL_SINGLE_COUNTER_FOR_RATE"] = "true",
        ["K6_SYSTEM_TAGS"] = string.Join(',', TagsFor(plan)),

        // Sums since the start can't be added up, and neither can histograms whose buckets are somebody's choice.
        ["OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"] = "delta",
        ["OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION"] = "base2_exponential_bucket_histogram",

        // Single samples are not wanted; and beyond 2,000 combinations of tags the rest would be thrown together.
        ["OTEL_METRICS_EXEMPLAR_FILTER"] = "always_off",
        ["OTEL_GO_X_CARDINALITY_LIMIT"] = "0",
    };
}

using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Tests.Engines.K6.Light;

/// <summary>
/// What k6 v2.2.0 sent by its OpenTelemetry output in one run of Data/k6/light/script.js, in four requests, and what it
/// wrote of the same samples by <c>--out json</c>.
/// </summary>
internal static class Recorded
{
    /// <summary>After the run.</summary>
    public static readonly DateTimeOffset Later = new(2026, 11, 24, 0, 0, 0, TimeSpan.Zero);

    public static readonly MetricSelector[] Selectors =
    [
        MetricSelector.Parse("http_req_duration{status:200}"), MetricSelector.Parse("http_reqs{kind:a,own:script}"), MetricSelector.Parse("checks{check:is 200}"),
        MetricSelector.Parse("happy{item:book}"), MetricSelector.Parse("http_req_waiting{group:::shop::list}"),
    ];

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "k6", "light");

    public static string Summary => Path.Combine(Folder, "summary.json");

    public static IEnumerable<byte[]> Requests => Enumerable.Range(1, 4).Select(i => File.ReadAllBytes(Path.Combine(Folder, $"request-{i}.bin")));

    /// <summary>By its requests.</summary>
    public static MetricSet Light()
    {
        var recorder = new SampleRecorder(Selectors);
        var metrics = new LightMetrics(recorder, new Microsoft.Extensions.Time.Testing.FakeTimeProvider(Later));
        foreach (var request in Requests)
            metrics.Take(OtlpReader.Read(request));
        return recorder.Snapshot();
    }

    /// <summary>By its samples.</summary>
    public static async Task<MetricSet> FullAsync()
    {
        var recorder = new SampleRecorder(Selectors);
        await using var file = File.OpenRead(Path.Combine(Folder, "samples.json.gz"));
        var reader = new K6JsonReader(recorder);
        await reader.ReadAsync(file, CancellationToken.None);
        Assert.Equal((0, false), (reader.OddLines, reader.Truncated));
        return recorder.Snapshot();
    }

    /// <summary>The values of a metric's samples, in ascending order.</summary>
    public static async Task<double[]> ValuesAsync(string metric)
    {
        var sink = new Http.CollectingSink();
        await using var file = File.OpenRead(Path.Combine(Folder, "samples.json.gz"));
        await new K6JsonReader(sink).ReadAsync(file, CancellationToken.None);
        return [.. sink.Records.SelectMany(r => r.Samples).Where(s => s.Metric.Name == metric).Select(s => s.Value).Order()];
    }
}

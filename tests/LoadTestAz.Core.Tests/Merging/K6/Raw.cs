using System.IO.Compression;
using System.Text;
using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.K6;

/// <summary>k6's raw output to read in tests, and what reading it gives.</summary>
internal static class Raw
{
    public const string Duration = """{"type":"Metric","data":{"name":"http_req_duration","type":"trend","contains":"time","thresholds":[],"submetrics":null},"metric":"http_req_duration"}""";

    public static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Data", "k6");

    public static string Point(string value = "1.5", string time = "2026-11-23T00:29:56.851587025Z", string tags = """{"status":"200"}""", string metric = "http_req_duration") =>
        $$$"""{"metric":"{{{metric}}}","type":"Point","data":{"time":"{{{time}}}","value":{{{value}}},"tags":{{{tags}}}}}""";

    public static byte[] Recorded(string worker)
    {
        using var file = new GZipStream(File.OpenRead(Path.Combine(Folder, worker, "metrics.json.gz")), CompressionMode.Decompress);
        using var content = new MemoryStream();
        file.CopyTo(content);
        return content.ToArray();
    }

    public static byte[] Packed(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest))
            gzip.Write(content);
        return packed.ToArray();
    }

    public static byte[] Lines(params string[] lines) => Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));

    public static async Task<(K6JsonReader Reader, RecordingSink Sink)> Read(byte[] content, int chunk = int.MaxValue, Action<string>? foreign = null)
    {
        var sink = new RecordingSink();
        var reader = new K6JsonReader(sink) { ForeignLine = foreign };
        await reader.ReadAsync(new ChunkedStream(content, chunk), TestContext.Current.CancellationToken);
        Assert.Equal(sink.Points.Count(), reader.Points);
        return (reader, sink);
    }

    /// <summary>The metric set that the samples make, with the submetrics that the stream declares.</summary>
    public static MetricSet Fold(K6JsonReader reader, RecordingSink sink)
    {
        var set = new MetricSet(reader.Declarations.SelectMany(d => d.Submetrics).Select(MetricSelector.Parse));
        foreach (var declaration in reader.Declarations)
            set.Declare(declaration.Metric);
        foreach (var (time, tags, samples) in sink.Calls)
            set.Add(time, tags, samples);
        return set;
    }
}

using System.IO.Compression;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>The raw output of real k6 runs, merged over their workers, against figures computed from all samples at once.</summary>
public sealed class RealDataTests
{
    private static readonly string Data = Path.Combine(AppContext.BaseDirectory, "Data", "k6");

    [Theory]
    [InlineData("browser-2w")]
    [InlineData("odd")]
    public void Merged_workers_have_the_true_figures(string folder)
    {
        var root = Path.Combine(Data, folder);
        var merged = Sets.Merge([.. Directory.GetDirectories(root).Select(Read)]);
        Truth.Check(root, merged);
    }

    // As little of a reader as these files need.
    private static MetricSet Read(string worker)
    {
        var set = new MetricSet();
        using var lines = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(worker, "metrics.json.gz")), CompressionMode.Decompress));
        while (lines.ReadLine() is { } line)
        {
            using var json = JsonDocument.Parse(line);
            var data = json.RootElement.GetProperty("data");
            var metric = json.RootElement.GetProperty("metric").GetString()!;
            if (json.RootElement.GetProperty("type").GetString() == "Metric")
            {
                set.Declare(new Metric(metric, MetricNames.FindType(data.GetProperty("type").GetString()!)!.Value, MetricNames.FindContents(data.GetProperty("contains").GetString()!)!.Value));
                if (data.GetProperty("submetrics") is { ValueKind: JsonValueKind.Array } submetrics)
                {
                    foreach (var submetric in submetrics.EnumerateArray())
                        set.Declare(MetricSelector.Parse(submetric.GetProperty("name").GetString()!));
                }

                continue;
            }

            var tags = TagSet.Of(data.GetProperty("tags").EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!)));
            set.Add(data.GetProperty("time").GetDateTimeOffset(), tags, [new(set.Find(metric)!.Metric, data.GetProperty("value").GetDouble())]);
        }

        return set;
    }
}

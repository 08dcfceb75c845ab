using System.Text;
using LoadTestAz.Core.Tests.Merging.Inputs;
using LoadTestAz.Merging;
using LoadTestAz.Merging.K6.Csv;
using LoadTestAz.Merging.K6.Files;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.K6.Csv;

/// <summary>k6's CSV output in all its variants.</summary>
public sealed class CsvTests
{
    private const string Header = "metric_name,timestamp,metric_value,check,group,status,extra_tags,metadata\n";

    [Theory]
    [InlineData("unix", 1)]
    [InlineData("rfc3339", 1)]
    [InlineData("unix_milli", 0.001)]
    [InlineData("unix_micro", 0.000001)]
    [InlineData("unix_nano", 0)]
    [InlineData("rfc3339_nano", 0)]
    public async Task Every_time_format_gives_the_samples_of_the_JSON(string format, double resolution)
    {
        var folder = Path.Combine(Raw.Folder, "formats", format);
        var json = await Merged.Of(Path.Combine(folder, "metrics.json.gz"));
        var csv = (await Merged.Run(new FileMergeOptions { Thresholds = [] }, Path.Combine(folder, "metrics.csv.gz"))).Result!;

        Assert.InRange((json.StartedAt - csv.StartedAt)!.Value.TotalSeconds, 0, resolution);
        foreach (var metric in json.Metrics.Where(m => !m.Name.Contains('{') && BuiltInMetrics.Find(m.Name) is not null))
        {
            var other = csv.Metrics[metric.Name]!;
            Assert.Equal((metric.Type, metric.Contains, metric.Count, metric.Passes), (other.Type, other.Contains, other.Count, other.Passes));
            Assert.Equal(metric.P95 ?? 0, other.P95 ?? 0, 6);
        }

        Assert.Equal(json.Checks, csv.Checks);
        Assert.Equal(json.Metrics["app_items"]!.Count, csv.Metrics["app_items"]!.Sum); // Kept as a Trend, since nothing says that it is a Counter.
        Assert.Contains(csv.Warnings, w => w.Contains("app_items", StringComparison.Ordinal) && w.Contains("a Counter's total", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tags_with_quotes_commas_and_line_ends_are_those_of_the_JSON()
    {
        async Task<MetricSet> Read(string file, bool isCsv) =>
            (await new RawFileReader { Submetrics = [MetricSelector.Parse("odd_trend{emoji:😀}"), new("odd_trend", TagSet.Of([new("sp ace", "tab\there \"q\" \\ \n nl")]))] }
                .ReadAsync(Path.Combine(Raw.Folder, "odd", "w1", file), isCsv, default)).Metrics;
        var (json, csv) = (await Read("metrics.json.gz", false), await Read("metrics.csv.gz", true));

        Assert.Equal(2, json.Find("odd_trend")!.Submetrics[0].Accumulator.Samples);
        Assert.Equal(json.Find("odd_trend")!.Submetrics.Select(s => s.Accumulator.Samples), csv.Find("odd_trend")!.Submetrics.Select(s => s.Accumulator.Samples));
        Assert.Equal(2, csv.Find("odd_trend")!.Accumulator.Rejected); // Infinities are in the CSV, but not in the JSON.
    }

    [Fact]
    public async Task The_header_says_which_column_is_what()
    {
        var set = await Read("status,metric_value,extra_tags,metric_name,timestamp\n200,7.500000,a=b,http_req_duration,1795393796\n500,1.5,,http_req_duration,1795393797\n", ["http_req_duration{status:200,a:b}"]);
        Assert.Equal(9, ((TrendAccumulator)set.Find("http_req_duration")!.Accumulator).Sum);
        Assert.Equal(1, set.Find("http_req_duration")!.Submetrics[0].Accumulator.Samples);
    }

    [Theory]
    [InlineData("a=1&b=2", "a:1,b:2")]
    [InlineData("b=2&a=1", "a:1,b:2")]
    [InlineData("url=http://x/?q=1&r=2&a=1", "a:1,r:2,url:http://x/?q=1")] // Nothing is escaped.
    [InlineData("note=this & that&a=1", "a:1,note:this & that")]
    [InlineData("", "")]
    public async Task Extra_tags_are_taken_apart_as_far_as_they_can_be(string extra, string tags)
    {
        var format = CsvFormat.TryParse(Encoding.UTF8.GetBytes(Header.TrimEnd()))!;
        Assert.Equal(tags, format.ParseTags(Encoding.UTF8.GetBytes($",,,{extra},"), 3)!.ToString());
        await Task.CompletedTask;
    }

    [Fact]
    public async Task Files_that_were_put_together_and_Windows_line_ends_are_read()
    {
        var one = Header + "http_reqs,1795393796,1.000000,,,200,,\n";
        var read = await new RawFileReader().ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(("\ufeff" + one + one).Replace("\n", "\r\n"))), isCsv: true, default);
        Assert.Equal((2, 0), (read.Points, read.Odd.Count));
    }

    [Theory]
    [InlineData("1795393796", "2026-11-23T00:29:56")]
    [InlineData("1795393796851", "2026-11-23T00:29:56.851")]
    [InlineData("1795393796851587", "2026-11-23T00:29:56.851587")]
    [InlineData("1795393796851587025", "2026-11-23T00:29:56.851587")]
    [InlineData("2026-11-23T01:29:56+01:00", "2026-11-23T00:29:56")]
    [InlineData("2026-11-23T00:29:56.851587025Z", "2026-11-23T00:29:56.851587")]
    [InlineData("5", null)]
    [InlineData("-1795393796", null)]
    [InlineData("99999999999999999999", null)]
    [InlineData("tomorrow", null)]
    [InlineData("", null)]
    public void Times_are_known_by_their_size(string text, string? expected)
    {
        var known = CsvTime.TryParse(Encoding.UTF8.GetBytes(text), out var ticks);
        Assert.Equal(expected is not null, known);
        if (expected is not null)
            Assert.Equal(DateTime.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), new DateTime(ticks));
    }

    private static async Task<MetricSet> Read(string text, string[] submetrics) =>
        (await new RawFileReader { Submetrics = [.. submetrics.Select(MetricSelector.Parse)] }.ReadAsync(new MemoryStream(Encoding.UTF8.GetBytes(text)), isCsv: true, default)).Metrics;
}

using System.Text.RegularExpressions;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Plans;
using LoadTestAz.Reporting.K6;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.K6;

public sealed class K6TextTests
{
    // Those of metrics stand in the samples' file, those of submetrics do not.
    private static readonly LoadTestThresholdRule[] OfSubmetrics =
    [
        new("http_req_duration{endpoint:fast}", "p(95)<500"), new("http_req_duration{endpoint:fast}", "max<0.001"), new("http_req_duration{expected_response:true}", "p(99)<5000"),
        new("checks{kind:status}", "rate>0.80"), new("group_duration{group:::browse}", "p(95)<5000"),
    ];

    /// <summary>Data/k6/console has what k6 v0.49.0 showed, and its samples, which are merged as those of one worker.</summary>
    [Fact]
    public async Task Checks_and_metrics_are_what_k6_itself_shows()
    {
        var folder = Path.Combine(AppContext.BaseDirectory, "Data", "k6", "console");
        var input = new MergeInput(Path.Combine(folder, "metrics.json.gz"), IsNamed: true);
        var result = (await new FileMerge(new FileMergeOptions { Thresholds = OfSubmetrics }, TimeProvider.System).MergeAsync([input], TestContext.Current.CancellationToken)).Result!;
        var expected = Lines(await File.ReadAllTextAsync(Path.Combine(folder, "stdout.log"), TestContext.Current.CancellationToken)).TakeWhile(line => !line.StartsWith("running", StringComparison.Ordinal)).ToList();
        var actual = Lines(Written.Text(LoadTestReportFormat.K6Text, result));

        Assert.Equal(40, expected.Count);
        Assert.Equal(expected.Where(IsMetric), actual.Where(IsMetric));
        // k6 has checks in the order in which they came.
        Assert.Equal(expected.Where(line => !IsMetric(line)).Order(StringComparer.Ordinal), actual.Where(line => !IsMetric(line)).Order(StringComparer.Ordinal));
        Assert.Contains("         ✗ mid is quick", actual);
    }

    [Fact]
    public void What_it_is_of_stands_above()
    {
        var text = Written.Text(LoadTestReportFormat.K6Text, Results.Failing());
        Assert.StartsWith("     execution: 66.67 %: 20 of 30 VUs, 2 of 3 workers to the end (run lt-20260102-030405-abc234: Degraded)\n        script: shop\n       verdict: failed\n\n", text, StringComparison.Ordinal);
        Assert.Contains("\n   ✗ http_req_duration...: avg=49.95ms ", text, StringComparison.Ordinal);
        Assert.Contains("\n     ✓ { status:200 }....: avg=", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimates_are_marked_and_what_nobody_knows_is_no_figure()
    {
        var exact = Results.Passing();
        var estimate = exact.Metrics["http_req_duration"]! with { Method = FigureMethod.Estimate, Avg = null, AvgBounds = new(1, 2) };
        var text = Written.Text(LoadTestReportFormat.K6Text, exact with { Metrics = new LoadTestMetrics([estimate]) });
        Assert.Matches(@"avg=\? +min=0s +med=~[\d.]+ms", text);
        Assert.Matches(@"p\(95\)=~94\.\d+ms", text);
    }

    [Theory]
    [InlineData("a{")]
    [InlineData("}{")]
    [InlineData("{}")]
    public void A_name_that_only_looks_like_a_submetric_is_a_name(string name)
    {
        var metric = new LoadTestMetric { Name = name, Type = Metrics.MetricType.Counter, Contains = Metrics.MetricContents.Default, Method = FigureMethod.Exact, Count = 7 };
        Assert.Contains(": 7 ", Written.Text(LoadTestReportFormat.K6Text, Results.Empty() with { Metrics = new LoadTestMetrics([metric]) }), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0s")]
    [InlineData(0.0004, "400ns")]
    [InlineData(0.356115, "356.11µs")]
    [InlineData(1.999, "1.99ms")]
    [InlineData(1500, "1.5s")]
    [InlineData(61234.5678, "1m1s")]
    [InlineData(3725000, "1h2m5s")]
    public void Times_are_written_as_k6_does(double milliseconds, string text) => Assert.Equal(text, K6Units.Of(milliseconds, "trend", "time"));

    [Theory]
    [InlineData(0, "0 B")]
    [InlineData(9.5, "9.5 B")]
    [InlineData(999, "999 B")]
    [InlineData(1000, "1.0 kB")]
    [InlineData(60_400, "60 kB")]
    [InlineData(2_450_000_000, "2.5 GB")]
    public void Data_are_written_as_k6_does(double bytes, string text) => Assert.Equal(text, K6Units.Of(bytes, "counter", "data"));

    private static bool IsMetric(string line) => line.Contains("...: ", StringComparison.Ordinal);

    // From the first group on, without what is per second and the width that it takes: k6 divides by the time of its whole run, a merge by that of the load.
    private static List<string> Lines(string text) =>
        [.. text.ReplaceLineEndings("\n").Split('\n').SkipWhile(line => !line.StartsWith("     █", StringComparison.Ordinal)).Select(line => Regex.Replace(Regex.Replace(line, @"[\d.]+( [kMG]?B)?/s$", "").TrimEnd(), line.Contains("avg=", StringComparison.Ordinal) ? "$^" : "(?<=: .*) +", " ")).Where(line => line.Length > 0)];
}

using System.Diagnostics;
using System.Xml.Linq;
using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Reporting.Tests.Support;
using LoadTestAz.AciStandIn.Node;
using LoadTestAz.Tests.Node;

namespace LoadTestAz.Reporting.Tests.K6;

/// <summary>
/// Other people's tools take the summary of a merge for one of k6's, and show its figures. They come from npm, in the versions
/// of tests/k6-tools.
/// </summary>
public sealed class K6ToolsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);
    private static readonly NodeTools Tools = new("k6-tools");

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [InlineData("metrics.json.gz")]
    [InlineData("summary-export.json")]
    public async Task Reporters_from_npm_show_the_figures_of_the_merge(string file)
    {
        if (!NodeTools.IsPossible())
            NodeTests.Skip("k6-html-reporter");
        var result = await MergeAsync(file);
        await Tools.EnsureAsync();
        await RunAsync(Written.Bytes(LoadTestReportFormat.K6Summary, result), Written.Bytes(LoadTestReportFormat.K6Text, result));

        CheckHtml(await File.ReadAllTextAsync(Path.Combine(_folder.FullName, "report.html"), TestContext.Current.CancellationToken), result);
        CheckJUnit(XDocument.Load(Path.Combine(_folder.FullName, "junit.xml")), result);
        CheckConsole(XDocument.Load(Path.Combine(_folder.FullName, "console.xml")), result);
    }

    private static async Task<LoadTestResult> MergeAsync(string file)
    {
        var workers = Path.Combine(AppContext.BaseDirectory, "Data", "workers");
        var options = new FileMergeOptions { Thresholds = [new LoadTestThresholdRule("http_req_duration", "p(95)<1"), new LoadTestThresholdRule("http_req_failed", "rate<0.5")] };
        return (await new FileMerge(options, TimeProvider.System).MergeAsync([.. Directory.GetDirectories(workers).Select(w => new MergeInput(Path.Combine(w, file), true))], TestContext.Current.CancellationToken)).Result!;
    }

    private async Task RunAsync(byte[] summary, byte[] text)
    {
        var path = Path.Combine(_folder.FullName, "summary.json");
        await File.WriteAllBytesAsync(path, summary, TestContext.Current.CancellationToken);
        var console = Path.Combine(_folder.FullName, "summary.txt");
        await File.WriteAllBytesAsync(console, text, TestContext.Current.CancellationToken);
        using var node = Process.Start(new ProcessStartInfo("node", [Path.Combine(Tools.Folder, "report.js"), path, console, _folder.FullName]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = Task.WhenAll(node.StandardOutput.ReadToEndAsync(CancellationToken.None), node.StandardError.ReadToEndAsync(CancellationToken.None));
        try
        {
            await node.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }
        finally
        {
            if (!node.HasExited)
                node.Kill(entireProcessTree: true);
        }

        Assert.True(node.ExitCode == 0, string.Join('\n', await output));
    }

    private static void CheckHtml(string html, LoadTestResult result)
    {
        Compare(HtmlTables.Read(html, "name", "count", "rate"), result, MetricType.Counter, m => [m.Count, m.RatePerSecond]);
        Compare(HtmlTables.Read(html, "name", "rate", "passes", "fails"), result, MetricType.Rate, m => [m.Rate, m.Passes, m.Fails]);
        Compare(HtmlTables.Read(html, "name", "max", "min", "value"), result, MetricType.Gauge, m => [m.Max, m.Min, m.Value]);
        Compare(HtmlTables.Read(html, "name", "avg", "max", "med", "min", "P(90)", "P(95)"), result, MetricType.Trend, m => [m.Avg, m.Max, m.Med, m.Min, m.P90, m.P95], rounding: 0.00501);

        var checks = HtmlTables.Read(html, "check", "passes", "fails");
        Assert.Equal(result.Checks.Select(c => (c.Name, c.Passes, c.Fails)).Order(), checks.Select(c => (c.Key.Split(" \u21C0 ")[^1], (long)c.Value[0], (long)c.Value[1])).Order());
        Assert.Equal(result.Thresholds.Count(t => t.Passed), html.Split("list-group-item success-block").Length - 1);
        Assert.Equal(result.Thresholds.Count(t => !t.Passed), html.Split("list-group-item fail-block").Length - 1);
    }

    // The metric 'checks' has a place of its own.
    private static void Compare(IReadOnlyDictionary<string, double[]> shown, LoadTestResult result, MetricType type, Func<LoadTestMetric, double?[]> figures, double rounding = 0)
    {
        var expected = result.Metrics.Where(m => m.Type == type && m.Name != BuiltInMetrics.Checks.Name).ToList();
        Assert.Equal(expected.Select(m => m.Name).Order(StringComparer.Ordinal), shown.Keys.Order(StringComparer.Ordinal));
        foreach (var metric in expected)
        {
            foreach (var (figure, cell) in figures(metric).Zip(shown[metric.Name]))
                Assert.True(figure is null ? double.IsNaN(cell) : Math.Abs(figure.Value - cell) <= rounding, $"{metric.Name} is shown with {cell}, not {figure}");
        }
    }

    private static void CheckJUnit(XDocument junit, LoadTestResult result)
    {
        var cases = junit.Descendants("testcase").ToList();
        var thresholds = cases.Where(c => (string)c.Attribute("classname")! == "Thresholds").ToDictionary(c => (string)c.Attribute("name")!, c => c.Element("failure") is null);
        Assert.Equal(result.Thresholds.ToDictionary(t => $"{t.Metric}: {t.Expression}", t => t.Passed), thresholds);
        Assert.Contains(false, thresholds.Values);
        Assert.Contains(true, thresholds.Values);
        Assert.Equal(
            result.Checks.Select(c => (c.Name, c.Fails == 0)).Order(),
            cases.Where(c => (string)c.Attribute("classname")! != "Thresholds").Select(c => ((string)c.Attribute("name")!, c.Element("failure") is null)).Order());
    }

    // k6-to-junit knows k6's console only: each line with a mark and a figure is a test case, that is, each metric with thresholds.
    private static void CheckConsole(XDocument junit, LoadTestResult result)
    {
        var suite = Assert.Single(junit.Descendants("testsuite"));
        Assert.Equal(result.Name, (string)suite.Attribute("name")!);
        Assert.Equal(
            result.Thresholds.GroupBy(t => t.Metric).Select(t => (t.Key.Contains('{', StringComparison.Ordinal) ? $"{{ {t.Key.Split('{', '}')[1]} }}" : t.Key, t.All(threshold => threshold.Passed))).Order(),
            suite.Elements("testcase").Select(c => ((string)c.Attribute("name")!, c.Element("failure") is null)).Order());
        Assert.Contains("p(95)=", (string)suite.Element("system-out")!, StringComparison.Ordinal);
    }
}

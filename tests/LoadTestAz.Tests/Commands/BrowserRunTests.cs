using System.Text.Json;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Browser workers through the shipped module, on a real k6 and a real Chromium.</summary>
public sealed class BrowserRunTests : IDisposable
{
    private static readonly string[] Vitals = ["browser_web_vital_ttfb", "browser_web_vital_fcp", "browser_web_vital_lcp", "browser_web_vital_cls"];

    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public BrowserRunTests() => _session = new ModuleRunspace(_folder.Path);

    [Fact]
    public void Web_vitals_of_the_plans_pages_are_merged_over_the_workers()
    {
        var k6 = RealK6.PathOrSkip();
        RealK6.BrowserOrSkip();
        using var site = new PageServer();

        var output = _session.Run(
            $$"""
            New-AzLoadTestPlan -TestType Browser -K6Path '{{k6}}' -TargetUrl '{{site.Url}}' -Request /, /other -TotalVus 2 -VusPerContainer 1 -Duration 6s -Threshold @{ browser_web_vital_lcp = 'p(75)<60000' } |
                Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult
            """);

        dynamic result = Assert.Single(output);
        Assert.True((string)result.State.ToString() == "Completed", (string)result.Workers[0].Detail);
        Assert.True((bool)result.Passed);
        Assert.InRange(site.Pages, 2, int.MaxValue);
        Assert.Equal((double)site.Pages, (double)result.Metrics["browser_web_vital_ttfb"].Count);
        Assert.Equal(site.Pages, 2 * (double)result.Metrics["iterations"].Count);
        Assert.Equal(0, (double)result.Metrics["browser_http_req_failed"].Rate);
        Assert.Equal(("Trend", "Default"), ((string)result.Metrics["browser_web_vital_cls"].Type.ToString(), (string)result.Metrics["browser_web_vital_cls"].Contains.ToString()));

        var summaries = Directory.GetFiles(Path.Combine(_folder.Path, "loadtest-results", (string)result.RunId), "summary_*.json").Select(Metrics).ToList();
        Assert.Equal(2, summaries.Count);
        foreach (var vital in Vitals)
        {
            // All of k6's own count, of both workers.
            var own = summaries.Where(s => s.TryGetProperty(vital, out _)).Select(s => s.GetProperty(vital)).ToList();
            Assert.NotEmpty(own);
            Assert.Equal(own.Sum(s => s.GetProperty("count").GetDouble()), (double)result.Metrics[vital].Count);
            Assert.Equal(own.Max(s => s.GetProperty("max").GetDouble()), (double)result.Metrics[vital].Max);
        }
    }

    [Fact]
    public void A_browser_that_is_not_there_is_told_before_the_start()
    {
        using var k6 = new StandInK6();

        var error = _session.RunToError($"New-AzLoadTestPlan -TestType Browser -K6Path '{k6.Path}' -TargetUrl http://127.0.0.1:9 -Env @{{ K6_BROWSER_EXECUTABLE_PATH = '/no/chromium' }} -TotalVus 1 -Duration 1s | Start-AzLoadTestWorker");

        Assert.StartsWith("LoadTestAz.PlanNotRunnable,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("K6_BROWSER_EXECUTABLE_PATH is '/no/chromium', and there is no such program. Install Chromium", error.Exception.Message, StringComparison.Ordinal);
        Assert.Equal(0, k6.Runs);
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private static JsonElement Metrics(string file) => JsonDocument.Parse(File.ReadAllText(file)).RootElement.GetProperty("metrics");
}

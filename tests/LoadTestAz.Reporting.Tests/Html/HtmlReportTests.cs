using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.Html;

public sealed partial class HtmlReportTests
{
    [Fact]
    public void Verdict_coverage_and_reasons_come_first()
    {
        var page = Html(Results.Failing());
        var text = Text(page);
        Assert.Contains("<title>Failed: shop</title>", page, StringComparison.Ordinal);
        Assert.Contains("1 of 4 thresholds crossed", text, StringComparison.Ordinal);
        Assert.Contains("Not enough of the planned load took part: 66.67 %: 20 of 30 VUs, 2 of 3 workers (asked for: 90 %)", text, StringComparison.Ordinal);
        string[] order = ["id=\"verdict\"", "class=\"tiles\"", "id=\"thresholds\"", "id=\"warnings\"", "id=\"time\"", "id=\"distribution\"", "id=\"metrics\"", "id=\"checks\"", "id=\"workers\"", "id=\"plan\""];
        var at = order.Select(o => page.IndexOf(o, StringComparison.Ordinal)).ToList();
        Assert.DoesNotContain(-1, at);
        Assert.Equal(at.Order(), at);
    }

    [Fact]
    public void Its_figures_are_those_of_the_result()
    {
        var result = Results.Failing();
        var text = Text(Html(result));
        var duration = result.Metrics["http_req_duration"]!;
        Assert.Contains($"http_req_duration 1,000 {Figures.Brief(duration.Avg, duration.Contains, 4)} {Figures.Brief(duration.Min, duration.Contains, 4)} {Figures.Brief(duration.Med, duration.Contains, 4)} {Figures.Brief(duration.P90, duration.Contains, 4)}", text, StringComparison.Ordinal);
        Assert.Contains("sketch, ± 0.1 %", text.Replace('\u00A0', ' '), StringComparison.Ordinal);
        Assert.Contains("http_req_failed rate 1 % 10 of 1,000 exact", text, StringComparison.Ordinal);
        Assert.Contains("browse › details is 200 100 % 1,000 0", text, StringComparison.Ordinal);
        Assert.Contains("is quick 75 % 750 250", text, StringComparison.Ordinal);
        Assert.Contains("2 10 33.33 % Lost +0 ms", text, StringComparison.Ordinal);
        Assert.Contains("LostContact, exit code 137: No sign of life since 03:04:15.", text, StringComparison.Ordinal);
        Assert.Contains("2 of 3 went on to the end. Not among them: 1 Lost (LostContact). The figures are of 1.", text, StringComparison.Ordinal);
        Assert.Contains("Each point is of 1s, over all workers", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_but_its_own_style_and_script_is_allowed()
    {
        foreach (var page in new[] { Html(Results.Failing()), Html(Results.Poisoned()) })
        {
            var policy = Policy().Match(page).Groups[1].Value;
            Assert.StartsWith("default-src 'none'; style-src 'sha256-", policy, StringComparison.Ordinal);
            Assert.Contains($"style-src '{Hash(Assert.Single(Style().Matches(page)).Groups[1].Value)}'", policy, StringComparison.Ordinal);
            Assert.Contains($"script-src '{Hash(Assert.Single(Script().Matches(page)).Groups[1].Value)}'", policy, StringComparison.Ordinal);
            Assert.DoesNotMatch(@"<[^>]*\son\w+\s*=", page);
            Assert.DoesNotMatch(@"<[^>]*\sstyle\s*=", page);
            Assert.DoesNotMatch(@"(?:src|href)=""(?!#|data:,)", page);
        }
    }

    [Fact]
    public void Hostile_names_are_read_as_text()
    {
        var page = Html(Results.Poisoned());
        Assert.DoesNotContain("<script>alert", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<h1>&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;&amp;quot; &quot;q&quot;", page, StringComparison.Ordinal);
        Assert.Equal(1 + (page.Contains("id=\"course\"", StringComparison.Ordinal) ? 1 : 0), page.Split("<script").Length - 1);
    }

    [Fact]
    public void A_result_without_anything_is_a_page_all_the_same()
    {
        var text = Text(Html(Results.Empty()));
        Assert.Contains("There were no thresholds to hold it against", text, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", text, StringComparison.Ordinal);
    }

    public static TheoryData<string> Odd => new(OddResults.All.Keys);

    [Theory]
    [MemberData(nameof(Odd))]
    public void An_odd_result_is_a_page_without_odd_figures(string kind)
    {
        var page = Html(OddResults.All[kind]());
        Assert.DoesNotContain("NaN", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Infinity", page, StringComparison.Ordinal);
        Assert.DoesNotMatch("(?:width|height|r)=\"-", page);
        Assert.InRange(page.Length, 10_000, 500_000);
    }

    [Fact]
    public void Of_a_thousand_workers_and_two_hours_it_stays_below_500_kB()
    {
        var result = LargeResult.Of(workers: 1000, TimeSpan.FromHours(2));
        Assert.Equal(TimeSpan.FromSeconds(30), result.TimeSeries[0].Interval);
        Assert.Contains("what is shorter than 30s does not show, be it a peak or a gap. Where the load begins and ends", Text(Html(result)), StringComparison.Ordinal);
        var bytes = Written.Bytes(LoadTestReportFormat.Html, result).Length;
        Assert.InRange(bytes, 100_000, 500_000);
    }

    [Fact]
    public void A_comparison_shows_what_differs_first_and_the_rest_on_demand()
    {
        var result = Results.Failing();
        var rows = new Comparing.ResultComparer([Results.Passing() with { RunId = Results.Hostile }], 0.1).Compare(result).ToList();
        Assert.All(rows, r => Assert.Equal(Comparing.ComparisonVerdict.Same, r.Verdict));
        rows[0] = rows[0] with { Verdict = Comparing.ComparisonVerdict.Worse, Metric = Results.Hostile };
        var page = Html(result with { Comparison = rows });
        var text = Text(page[..page.IndexOf("id=\"time\"", StringComparison.Ordinal)]);
        Assert.Contains($"1 worse, {rows.Count - 1} same.", text, StringComparison.Ordinal);
        Assert.Contains("worse <script>alert('1')</script>&quot;", text, StringComparison.Ordinal);
        Assert.True(text.IndexOf("worse <script>", StringComparison.Ordinal) < text.IndexOf($"{rows.Count - 1} figures within the tolerance", StringComparison.Ordinal));
        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Estimates_stand_with_their_bounds()
    {
        var metric = new LoadTestMetric
        {
            Name = "http_req_duration", Type = Metrics.MetricType.Trend, Contains = Metrics.MetricContents.Time, Method = FigureMethod.Estimate, Count = 100,
            Percentiles = [new(95, 120, 100, double.PositiveInfinity, FigureMethod.Estimate)],
        };
        Assert.Contains("120 ms 100 ms to ∞", Text(Html(Results.Empty() with { Metrics = new LoadTestMetrics([metric]) })), StringComparison.Ordinal);
    }

    private static string Html(LoadTestResult result) => Written.Text(LoadTestReportFormat.Html, result);

    // As a reader sees it: tags are gaps.
    private static string Text(string page) => WebUtility.HtmlDecode(Gap().Replace(Tag().Replace(page[page.IndexOf("<main>", StringComparison.Ordinal)..], " "), " "));

    private static string Hash(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    [GeneratedRegex("Content-Security-Policy\" content=\"([^\"]*)\"")]
    private static partial Regex Policy();

    [GeneratedRegex("<style>(.*?)</style>", RegexOptions.Singleline)]
    private static partial Regex Style();

    [GeneratedRegex("<script>(.*?)</script>", RegexOptions.Singleline)]
    private static partial Regex Script();

    [GeneratedRegex("<script.*?</script>|<title>.*?</title>|<[^>]*>", RegexOptions.Singleline)]
    private static partial Regex Tag();

    [GeneratedRegex(@"\s+")]
    private static partial Regex Gap();
}

using System.Text.Json;
using LoadTestAz.Comparing;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.Html;

/// <summary>
/// The HTML report as Chromium shows it: light and dark, on a desk, a phone and a wall, on paper, with and without scripts.
/// With LOADTEST_PICTURES the pictures are kept in the folder that it names.
/// </summary>
public sealed class BrowserTests : IDisposable
{
    private const double Chart = 100;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_large_result_is_drawn_in_all_charts_and_answers_pointer_and_keys()
    {
        var result = LargeResult.Of(workers: 1000, TimeSpan.FromHours(2));
        var comparison = new ResultComparer([LargeResult.Of(workers: 10, TimeSpan.FromMinutes(20))], ResultComparer.DefaultTolerance).Compare(result);
        var seen = await LookAsync("large", result with { Comparison = comparison });

        AssertQuiet(seen);
        foreach (var look in new[] { "charts", "plain" })
        {
            var charts = seen.GetProperty(look).EnumerateArray().ToList();
            Assert.Equal(["Requests per second", "Request duration", "Failed requests", "Virtual users", "Where the samples lie", "How slow the slowest are"], charts.Select(c => c.GetProperty("title").GetString()));
            Assert.All(charts, c =>
            {
                Assert.InRange(c.GetProperty("box").GetProperty("width").GetDouble(), 4 * Chart, 2000);
                Assert.InRange(c.GetProperty("box").GetProperty("height").GetDouble(), 0.7 * Chart, 1000);
                Assert.InRange(c.GetProperty("shapes").GetInt32(), 1, 500);
                Assert.InRange(c.GetProperty("coloured").GetInt32(), 300, int.MaxValue);
            });
        }

        AssertHover(seen.GetProperty("hover"));
    }

    [Fact]
    public async Task Hostile_names_are_shown_and_do_nothing()
    {
        var seen = await LookAsync("poisoned", Results.Poisoned());

        AssertQuiet(seen);
        Assert.StartsWith("Failed: <script>alert('1')</script>&quot; \"q\"", seen.GetProperty("title").GetString(), StringComparison.Ordinal);
        Assert.Contains("<script>alert('1')</script>&quot; \"q\" ]]> -->", seen.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.DoesNotContain("##vso", seen.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.InRange(seen.GetProperty("scripts").GetArrayLength(), 1, 2);
    }

    [Theory]
    [InlineData("one sample")]
    [InlineData("long names")]
    [InlineData("summaries only")]
    public async Task Odd_results_are_shown(string kind) => AssertQuiet(await LookAsync(kind.Replace(' ', '-'), OddResults.All[kind]()));

    [Fact]
    public async Task A_result_without_anything_is_shown() => AssertQuiet(await LookAsync("empty", Results.Empty()));

    private async Task<JsonElement> LookAsync(string name, LoadTestResult result)
    {
        var seen = await Chromium.LookAsync(result, _folder.FullName, TestContext.Current.CancellationToken);
        foreach (var look in new[] { "light", "dark", "phone", "wall", "plain", "print" })
            Assert.InRange(new FileInfo(Path.Combine(_folder.FullName, $"{look}.png")).Length, 10_000, long.MaxValue);
        Assert.InRange(new FileInfo(Path.Combine(_folder.FullName, "print.pdf")).Length, 10_000, long.MaxValue);
        if (Environment.GetEnvironmentVariable("LOADTEST_PICTURES") is { Length: > 0 } keep)
        {
            var folder = Directory.CreateDirectory(Path.Combine(keep, name)).FullName;
            foreach (var file in _folder.GetFiles())
                file.CopyTo(Path.Combine(folder, file.Name), overwrite: true);
        }

        return seen;
    }

    // No error, no request, no dialog, nothing wider than the screen, and nothing that axe-core finds wanting for readers who see, read or type differently.
    private static void AssertQuiet(JsonElement seen)
    {
        Assert.Empty(Texts(seen.GetProperty("console")));
        Assert.Empty(Texts(seen.GetProperty("requests")));
        Assert.All(seen.GetProperty("overflow").EnumerateObject(), look => Assert.True(look.Value.GetDouble() <= 0, $"On the {look.Name} screen the page is {look.Value} px too wide."));
        Assert.All(seen.GetProperty("faults").EnumerateObject(), look => Assert.Empty(Texts(look.Value)));
        Assert.Equal(seen.GetProperty("ids").EnumerateArray().Select(i => i.GetString()).Distinct(), seen.GetProperty("ids").EnumerateArray().Select(i => i.GetString()));
    }

    private static void AssertHover(JsonElement hover)
    {
        Assert.All(new[] { "before", "left", "escaped" }, state => Assert.False(Visible(state), state));
        Assert.All(new[] { "early", "late", "firstKey", "secondKey", "end" }, state => Assert.True(Visible(state), state));
        Assert.NotEqual(Text("early"), Text("late"));
        Assert.Contains("Requests per second", Text("early"), StringComparison.Ordinal);
        Assert.Matches(@"p\(95\)\s+[\d.]+ m?s", Text("early"));

        // All charts have the cross hair at the same time, which is the one under the pointer.
        foreach (var (state, at) in new[] { ("early", 30.0), ("late", 70.0) })
        {
            var crosses = hover.GetProperty(state).GetProperty("crosses").EnumerateArray().Select(c => double.Parse(c.GetString()!.TrimEnd('%'), System.Globalization.CultureInfo.InvariantCulture)).ToList();
            Assert.Equal(4, crosses.Count);
            Assert.Single(crosses.Distinct());
            Assert.InRange(crosses[0], at - 1, at + 1);
        }

        // Intervals of 30 s begin at round times, and the load at five seconds past one.
        Assert.StartsWith("−0:05 to 0:25", Text("firstKey"), StringComparison.Ordinal);
        Assert.StartsWith("0:25 to 0:55", Text("secondKey"), StringComparison.Ordinal);
        Assert.StartsWith("1:59:55 to 2:00:25", Text("end"), StringComparison.Ordinal);

        bool Visible(string state) => hover.GetProperty(state).GetProperty("visible").GetBoolean();
        string Text(string state) => hover.GetProperty(state).GetProperty("text").GetString()!;
    }

    private static IEnumerable<string?> Texts(JsonElement list) => list.EnumerateArray().Select(i => i.GetString());
}

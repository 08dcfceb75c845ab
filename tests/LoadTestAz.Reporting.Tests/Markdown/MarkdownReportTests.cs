using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Reporting.Markdown;
using LoadTestAz.Reporting.Tests.Support;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace LoadTestAz.Reporting.Tests.Markdown;

public sealed class MarkdownReportTests
{
    // What GitHub and Azure DevOps add to CommonMark, as far as it could turn a text into something else.
    private static readonly MarkdownPipeline Pipeline = new MarkdownPipelineBuilder()
        .UsePipeTables().UseAutoLinks().UseEmphasisExtras().UseTaskLists().UseMathematics().UseEmojiAndSmiley().Build();

    [Fact]
    public void Verdict_and_coverage_come_first() => Assert.StartsWith(
        $"""
        ## ❌ Failed: `shop`

        **1 of 4 thresholds crossed.** **Not enough of the load took part.** Coverage 66.67 %: 20 of 30 VUs, 2 of 3 workers (asked for: 90 %).

        Run `{Results.RunId}`, Degraded, 20s, started 2026-01-02 03:04:05 UTC.

        | Threshold | Metric | Expected | Actual |
        | --- | --- | --- | --: |
        | ❌ crossed | `http_req_duration` | `p(95)<50` | 94.9
        """.ReplaceLineEndings("\n"),
        Written.Text(LoadTestReportFormat.Markdown, Results.Failing()),
        StringComparison.Ordinal);

    [Fact]
    public void A_passing_result_says_so_and_shows_no_trouble()
    {
        var text = Written.Text(LoadTestReportFormat.Markdown, Results.Passing() with { Checks = [] });
        Assert.StartsWith("## ✅ Passed: `shop`\n\nCoverage 100 %: 20 of 20 VUs, 2 of 2 workers (asked for: 90 %).", text, StringComparison.Ordinal);
        Assert.DoesNotContain("❌", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Missing", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Warnings", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_that_was_stopped_says_so_first() => Assert.StartsWith(
        "## ❌ Failed: `shop`\n\n**The run did not go on to its end: Stopped.** Coverage 100 %",
        Written.Text(LoadTestReportFormat.Markdown, Results.Passing() with { Passed = false, State = Runs.RunState.Stopped }),
        StringComparison.Ordinal);

    [Fact]
    public void A_script_that_failed_the_run_is_quoted_first() => Assert.StartsWith(
        "## ❌ Failed: `shop`\n\n**Failed by the test itself:** `Worker 1: test aborted: sold out` Coverage 100 %",
        Written.Text(LoadTestReportFormat.Markdown, Results.Passing() with { Passed = false, ScriptVerdict = "Worker 1: test aborted: sold out" }),
        StringComparison.Ordinal);

    [Fact]
    public void Dropped_iterations_stand_among_the_key_figures_where_there_are_any()
    {
        Assert.Contains("| Dropped iterations | 1,234 | the arrival rate was not kept |", Written.Text(LoadTestReportFormat.Markdown, Results.Passing() with { DroppedIterations = 1234 }), StringComparison.Ordinal);
        Assert.DoesNotContain("Dropped", Written.Text(LoadTestReportFormat.Markdown, Results.Passing()), StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_have_units_and_say_how_they_came_about()
    {
        var text = Written.Text(LoadTestReportFormat.Markdown, Results.Failing());
        Assert.Contains("| Requests | 1,000 | 50.05 per second |", text, StringComparison.Ordinal);
        Assert.Contains("| Failed requests | 1 % | 10 of 1,000 |", text, StringComparison.Ordinal);
        Assert.Contains("| `data_received` | 1.5 MB | 75.08 kB per second | Exact |", text, StringComparison.Ordinal);
        Assert.Matches(@"\| `http_req_duration` \| 1,000 \| 49\.95 ms \| 0 ms \| (\d+\.\d+ ms \| ){5}99\.9 ms \| Sketch \|", text);
        Assert.Contains("| `is quick` | – | 250 | 1,000 | 75 % |", text, StringComparison.Ordinal);
        Assert.Contains("| 2 | 10 | `Lost, LostContact, exit code 137: No sign of life since 03:04:15.` |", text, StringComparison.Ordinal);
        Assert.Contains("- `Worker 2 (10 VUs) saved no final metrics; its last snapshot counts.`\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void How_exact_an_estimate_is_stands_beside_it()
    {
        var set = new MetricSet();
        set.Add(TagSet.Empty, new SampleSummary(BuiltInMetrics.HttpReqDuration, Results.Start, Results.Start.AddSeconds(1), [new(10, 5), new(20, 5)], 150, 0.0217));
        var text = Written.Text(LoadTestReportFormat.Markdown, Results.Of(set, [], [Results.Worker(0, 1)]));
        Assert.Contains("| Estimate, within 2.27 % |", text, StringComparison.Ordinal);
        Assert.Contains("Estimate: percentiles of all samples together, at most so far off", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Sketch", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_table_row_has_the_cells_of_its_heading()
    {
        foreach (var result in new[] { Results.Passing(), Results.Failing(), Results.Poisoned() })
        {
            var document = Parse(result);
            Assert.NotEmpty(document.Descendants<Table>());
            Assert.All(document.Descendants<Table>(), t => Assert.All(t, r => Assert.Equal(((TableRow)t[0]).Count, ((TableRow)r).Count)));
        }
    }

    [Fact]
    public void Hostile_text_is_code_and_nothing_else()
    {
        var document = Parse(Results.Poisoned());

        Assert.Empty(document.Descendants<HtmlBlock>());
        var kinds = document.Descendants<Inline>().Where(i => i is not (ContainerInline or LiteralInline or CodeInline)).ToList();
        Assert.Empty(kinds);
        Assert.All(document.Descendants<ContainerInline>(), i => Assert.True(i is EmphasisInline || i.GetType() == typeof(ContainerInline), i.GetType().Name));
        Assert.All(document.Descendants<LiteralInline>(), l => Assert.DoesNotContain("script", l.Content.ToString(), StringComparison.OrdinalIgnoreCase));
        Assert.All(document.Descendants<LiteralInline>(), l => Assert.DoesNotMatch("[@<`#]", l.Content.ToString()));
        Assert.Contains(document.Descendants<CodeInline>(), c => c.Content.StartsWith("<script>alert('1')</script>", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("a|b", "`a│b`")]
    [InlineData("a\\|b", "`a\\│b`")]
    [InlineData("`x` is ``y``", "`ˋxˋ is ˋˋyˋˋ`")]
    [InlineData("  ", "(empty)")]
    [InlineData("", "(empty)")]
    public void Signs_that_end_code_or_cells_are_replaced(string text, string code) => Assert.Equal(code, MarkdownText.Code(text));

    [Fact]
    public void A_huge_result_fits_a_comment()
    {
        var name = new string('\u9999', 300);
        var set = new MetricSet();
        for (var i = 0; i < 300; i++)
        {
            var unique = $"{i}{name}";
            foreach (var type in Enum.GetValues<MetricType>())
                set.Add(Results.Start, TagSet.Empty, [new(new Metric(unique + type, type, MetricContents.Time), -123456.789)]);
            set.Add(Results.Start, TagSet.Of([new("check", unique), new("group", "::" + unique)]), [new(BuiltInMetrics.Checks, 0)]);
        }

        var workers = Enumerable.Range(0, 300).Select(i => Results.Worker(i, 1) with { State = Runs.WorkerState.Failed, Detail = name + name });
        var result = Results.Of(set, [], [.. workers], [.. Enumerable.Repeat(name + name, 300)]) with
        {
            Name = name,
            Thresholds = [.. Enumerable.Range(0, 300).Select(i => new LoadTestThreshold(name, name, -123456.789, Passed: false))],
        };

        var text = Written.Text(LoadTestReportFormat.Markdown, result);
        Assert.InRange(text.Length, 40_000, MarkdownReport.MaxLength);
        Assert.Equal(7, text.Split(" more.").Length);
    }

    private static MarkdownDocument Parse(LoadTestResult result) => Markdig.Markdown.Parse(Written.Text(LoadTestReportFormat.Markdown, result), Pipeline);
}

using System.Xml.Linq;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting.Tests;

/// <summary>Why a run was stopped is what people look for first in its report.</summary>
public sealed class StopReasonTests
{
    private const string Reason = "'http_req_failed: rate>0.2 for 60s' was met: 0.41 over 60s.";

    private static readonly LoadTestResult Stopped = Results.Passing() with
    {
        State = RunState.Stopped, Passed = false, StopReason = Reason, StopRule = "http_req_failed: rate>0.2 for 60s",
    };

    [Fact]
    public void Markdown_says_it_beside_the_verdict() =>
        Assert.StartsWith($"## ❌ Failed: `shop`\n\n**The run did not go on to its end: Stopped.** **Why it was stopped:** `{Reason}` ", Written.Text(LoadTestReportFormat.Markdown, Stopped), StringComparison.Ordinal);

    [Fact]
    public void JUnit_says_it_with_the_failure()
    {
        var failure = Assert.Single(XDocument.Parse(Written.Text(LoadTestReportFormat.JUnit, Stopped)).Descendants("failure"), f => f.Attribute("type")!.Value is "run");

        Assert.Equal($"Expected: the run goes on to its end\nActual: Stopped\n{Reason}", failure.Value);
        Assert.Equal("loadtest.run", failure.Parent!.Attribute("classname")!.Value);
    }

    [Fact]
    public void The_result_itself_has_it() =>
        Assert.Contains("\"stopRule\": \"http_req_failed: rate\\u003E0.2 for 60s\"", Written.Text(LoadTestReportFormat.Result, Stopped), StringComparison.Ordinal);

    [Fact]
    public void No_format_lets_it_act()
    {
        var hostile = Stopped with { StopReason = Results.Hostile, StopRule = Results.Hostile };
        foreach (var writer in ReportWriters.All.Where(w => w.Format is LoadTestReportFormat.Markdown or LoadTestReportFormat.JUnit))
        {
            var text = Written.Text(writer.Format, hostile);
            Assert.DoesNotContain("##vso", text, StringComparison.Ordinal);
            if (writer.Format is LoadTestReportFormat.JUnit)
                Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
            Assert.DoesNotContain(text, c => c is not '\n' && char.IsControl(c));
        }
    }
}

using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting.Tests;

public sealed class FailedResultTests
{
    [Fact]
    public void What_has_passed_is_no_failure() => Assert.Null(FailedResult.Of(Results.Passing()));

    [Fact]
    public void Each_rule_that_failed_is_told_with_what_was_expected_and_what_came()
    {
        var lines = FailedResult.Of(Results.Failing())!.Text.Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.Equal($"'shop' (run {Results.RunId}) has not passed: 2 of 6 rules failed.", lines[0]);
        Assert.Equal("- coverage: expected: at least 90 % of the planned VUs take part to the end; actual: 66.67 %: 20 of 30 VUs, 2 of 3 workers", lines[1]);
        Assert.Equal("    Worker 2 (10 VUs): Lost, LostContact, exit code 137: No sign of life since 03:04:15.", lines[2]);
        Assert.Matches("^- threshold: expected: http_req_duration: p\\(95\\)<50; actual: 94\\.9[0-9]* ms$", lines[3]);
    }

    [Fact]
    public void Of_hundreds_of_missing_workers_some_are_told()
    {
        var result = Results.Passing() with { Workers = [.. Enumerable.Range(0, 300).Select(i => Results.Worker(i, 1) with { State = WorkerState.Lost })], MinCoverage = 1, Coverage = new LoadTestCoverage { PlannedWorkers = 300, StartedWorkers = 0, FinishedWorkers = 0, PlannedVus = 300, StartedVus = 0, FinishedVus = 0 } };

        var lines = FailedResult.Of(result)!.Text.Split('\n');

        Assert.Equal(8, lines.Length);
        Assert.Equal("    ... and 295 more.", lines[^1]);
    }

    [Fact]
    public void The_cause_is_what_ended_the_run_and_else_the_first_rule_that_failed()
    {
        var failing = Results.Failing();
        Assert.Equal(ResultRuleKind.Coverage, Kind(failing));
        Assert.Equal(ResultRuleKind.Threshold, Kind(failing with { MinCoverage = 0.5 }));
        Assert.Equal(ResultRuleKind.State, Kind(failing with { State = RunState.Stopped, StopReason = "Stopped by Stop-AzLoadTestRun." }));
        Assert.Equal(ResultRuleKind.State, Kind(Results.Passing() with { State = RunState.Running }));
        Assert.Equal(ResultRuleKind.Script, Kind(failing with { ScriptVerdict = "test aborted", State = RunState.Stopped }));
        Assert.Equal(ResultRuleKind.Script, Kind(Results.Passing() with { ScriptVerdict = "test marked as failed" }));

        // However near to its end, and whatever the thresholds say of the whole.
        Assert.Equal(ResultRuleKind.Threshold, Kind(Results.Passing() with { StopRule = "http_req_failed: rate>0.2 for 60s" }));
        Assert.Equal(ResultRuleKind.Threshold, Kind(failing with { StopRule = "http_req_failed: rate>0.2 for 60s", State = RunState.Stopped }));
    }

    [Fact]
    public void Why_a_run_was_stopped_stands_below_its_state()
    {
        var text = FailedResult.Of(Results.Passing() with { State = RunState.Stopped, StopReason = "The rule 'http_req_failed: rate>0.2 for 60s' was met." })!.Text;

        Assert.EndsWith("\n- state: expected: the run goes on to its end; actual: Stopped\n    The rule 'http_req_failed: rate>0.2 for 60s' was met.", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_result_fails_here_when_and_only_when_it_has_not_passed() =>
        Assert.All(
            [Results.Passing(), Results.Failing(), Results.Poisoned(), Results.Empty() with { Passed = false }],
            r => Assert.Equal(r.Passed, FailedResult.Of(r) is null));

    [Fact]
    public void Foreign_text_stays_text()
    {
        var text = FailedResult.Of(Results.Poisoned() with { State = RunState.Stopped, StopReason = Results.Hostile })!.Text;

        Assert.DoesNotContain("##", text, StringComparison.Ordinal);
        Assert.DoesNotContain(text, c => c != '\n' && char.IsControl(c));
        Assert.All(text.Split('\n').Skip(1), line => Assert.Matches("^(- (state|coverage|script|threshold): |    )", line));
    }

    private static ResultRuleKind Kind(LoadTestResult result) => FailedResult.Of(result)!.Kind;
}

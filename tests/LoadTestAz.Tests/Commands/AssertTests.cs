using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>The gate: nothing that has not passed gets by, whatever the script around it does.</summary>
public sealed class AssertTests(AssertTests.Results results) : IClassFixture<AssertTests.Results>
{
    [Fact]
    public void What_has_passed_is_passed_on_as_it_is()
    {
        Assert.Equal("True", Show("[object]::ReferenceEquals(($good | Assert-AzLoadTestResult), $good)"));
        Assert.Equal("2", Show("@($good, $good | Assert-AzLoadTestResult).Count"));
        Assert.Equal("2", Show("@(Assert-AzLoadTestResult $good, $good).Count"));
    }

    [Theory]
    [InlineData("$slow", "ThresholdsCrossed", "- threshold: expected: iterations: count>1000; actual: 8")]
    [InlineData("$few", "CoverageTooLow", "- coverage: expected: at least 90 % of the workers take part to the end; actual: 50 %: 1 of 2 workers")]
    [InlineData("$stopped", "RunNotCompleted", "- state: expected: the run goes on to its end; actual: Stopped")]
    [InlineData("$ruled", "ThresholdsCrossed", "- state: expected: the run goes on to its end; actual: Stopped")]
    [InlineData("$scripted", "ScriptFailed", "- script: expected: the script does not fail the run by test.fail or test.abort; actual: Worker 0: test marked as failed")]
    public void The_error_tells_what_failed_by_its_id_and_its_text(string result, string id, string line)
    {
        var error = results.Session.RunToError($"{result} | Assert-AzLoadTestResult");

        Assert.StartsWith($"LoadTestAz.{id}", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(ErrorCategory.InvalidResult, error.CategoryInfo.Category);
        Assert.Contains(line, error.Exception.Message.Split('\n'));
        Assert.Equal("LoadTestAz.Merging.LoadTestResult", error.TargetObject.GetType().FullName);
    }

    [Fact]
    public void The_script_ends_there_whatever_its_error_preference()
    {
        using var shell = results.Session.Script("'before'; $slow | Assert-AzLoadTestResult; 'after'");
        var output = new PSDataCollection<PSObject>();

        Assert.Throws<RuntimeException>(() => shell.Invoke(null, output));

        Assert.Equal(["before"], output.Select(o => o.ToString()));
    }

    [Fact]
    public void It_can_be_caught_and_acted_on() =>
        Assert.Equal(
            ["LoadTestAz.CoverageTooLow", "went on"],
            results.Session.Run("try { $few | Assert-AzLoadTestResult; 'passed' } catch { $_.FullyQualifiedErrorId }; 'went on'").Select(o => o.ToString()));

    [Fact]
    public void Of_several_each_is_judged_and_nothing_is_lost()
    {
        Assert.Equal(
            ["merge-good", "caught", "LoadTestAz.CoverageTooLow", "slow, good, few", "2 of 4 results have not passed."],
            results.Session.Run(
                """
                try { $good, $slow, $good, $few | Assert-AzLoadTestResult | ForEach-Object { "merge-$($_.Name)" } }
                catch { 'caught'; $_.FullyQualifiedErrorId; ($_.TargetObject | ForEach-Object Name) -join ', '; ([string] $_).Split("`n")[0] }
                """).Select(o => o.ToString()));
    }

    [Fact]
    public void A_result_after_one_that_failed_can_not_end_the_pipeline_before_the_verdict() =>
        // As Select-Object -First 1 does.
        Assert.Equal("LoadTestAz.ThresholdsCrossed", results.Session.RunToError("foreach ($once in 1) { $slow, $good | Assert-AzLoadTestResult | ForEach-Object { break } }").FullyQualifiedErrorId);

    [Fact]
    public void Nothing_is_not_passed()
    {
        Assert.Equal("LoadTestAz.NothingToAssert", results.Session.RunToError("@() | Assert-AzLoadTestResult").FullyQualifiedErrorId);
        Assert.Equal(
            ["LoadTestAz.NothingToAssert"],
            results.Session.Run("try { Merge-AzLoadTestResult -Path . -ErrorAction SilentlyContinue | Assert-AzLoadTestResult } catch { $_.FullyQualifiedErrorId }").Select(o => o.ToString()));
    }

    [Theory]
    [InlineData("0.5", true)]
    [InlineData("50%", true)]
    [InlineData("'50 %'", true)]
    [InlineData("0", true)]
    [InlineData("0.51", false)]
    [InlineData("51%", false)]
    [InlineData("1", false)]
    public void Coverage_is_asked_for_in_place_of_the_plans(string share, bool passes)
    {
        Assert.Equal(passes ? "few" : "LoadTestAz.CoverageTooLow", Show($"try {{ ($few | Assert-AzLoadTestResult -MinimumCoverage {share}).Name }} catch {{ $_.FullyQualifiedErrorId }}"));
        Assert.Equal("False", Show("$few.Passed"));
    }

    [Theory]
    [InlineData("95", "write 0.95 or '95%'")]
    [InlineData("'101%'", "is no share")]
    [InlineData("-0.1", "is no share")]
    [InlineData("most", "is no share")]
    [InlineData("([double]::NaN)", "is no share")]
    [InlineData("''", "is no share")]
    public void What_is_no_share_is_refused(string share, string says) =>
        Assert.Contains(says, results.Session.RunToError($"$good | Assert-AzLoadTestResult -MinimumCoverage {share}").Exception.Message, StringComparison.Ordinal);

    private string Show(string script) => Assert.Single(results.Session.Run(script)).ToString();

    /// <summary>Results of the same files of real k6, one for each way to fail.</summary>
    public sealed class Results : IDisposable
    {
        private readonly TemporaryFolder _folder = new();

        public Results()
        {
            Session = new ModuleRunspace(_folder.Path);
            var data = Path.Combine(Repository.Root, "tests", "LoadTestAz.Core.Tests", "Data", "k6", "browser-2w");
            Session.Run(
                $$"""
                $good = Merge-AzLoadTestResult '{{data}}' -Name good
                $slow = Merge-AzLoadTestResult '{{data}}' -Name slow -Threshold @{ iterations = 'count>1000' }
                $few = $good.'<Clone>$'()
                $few.Name = 'few'; $few.Passed = $false; $few.Coverage = $good.Coverage.'<Clone>$'(); $few.Coverage.FinishedWorkers = 1
                $stopped = $good.'<Clone>$'()
                $stopped.State = 'Stopped'; $stopped.Passed = $false
                $ruled = $stopped.'<Clone>$'()
                $ruled.StopRule = 'http_req_failed: rate>0.2 for 60s'
                $scripted = $good.'<Clone>$'()
                $scripted.ScriptVerdict = 'Worker 0: test marked as failed'; $scripted.Passed = $false
                """);
        }

        internal ModuleRunspace Session { get; }

        public void Dispose()
        {
            Session.Dispose();
            _folder.Dispose();
        }
    }
}

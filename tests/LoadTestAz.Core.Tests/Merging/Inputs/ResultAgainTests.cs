using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>A saved result, merged with more: as if everything had been merged at once.</summary>
public sealed class ResultAgainTests
{
    // Without exact percentiles, which are not saved.
    private static readonly FileMergeOptions Options = new() { KeptValues = 0 };

    [Fact]
    public async Task Results_of_regions_give_the_result_of_the_world()
    {
        using var work = new TemporaryFolder();
        string[] west = [At("protocol-3w/w1/metrics.json.gz"), At("protocol-3w/w2/summary-export.json")];
        string[] east = [At("protocol-3w/w3/metrics.csv.gz"), At("browser-2w/w1/handle-summary.json"), At("formats/unix/metrics.json.gz")];
        var world = await Merged.Of(Options, [.. west, .. east, At("versions/v2.2/summary-export.json")]);
        var one = work.Write("west.json", ResultJson.Serialize(await Merged.Of(Options, west)));

        // What the CSV alone does not tell, the west does.
        var two = work.Write("east.json", ResultJson.Serialize(await Merged.Of(Options, [.. east, At("protocol-3w/w3/summary-export.json")])));
        var again = await Merged.Of(Options, one, two, At("versions/v2.2/summary-export.json"));

        Assert.Equal(world.Metrics.Select(m => m.Name), again.Metrics.Select(m => m.Name));
        foreach (var (expected, actual) in world.Metrics.Zip(again.Metrics))
        {
            Assert.Equal(expected with { Percentiles = null, Distribution = null }, actual with { Percentiles = null, Distribution = null });
            Assert.Equal(expected.Percentiles ?? [], actual.Percentiles ?? []);
        }

        Assert.Equal(world.Checks, again.Checks);
        Assert.Equal(world.Thresholds, again.Thresholds);
        Assert.Equal(world.TimeSeries, again.TimeSeries);
        Assert.Equal(world.Duration, again.Duration);
    }

    [Fact]
    public async Task A_run_that_did_not_pass_passes_no_better_when_it_is_merged_again()
    {
        using var work = new TemporaryFolder();
        var good = await Merged.Of(Options, [.. Merged.Recorded("browser-2w", "metrics.json.gz")]);
        Assert.True((await AgainAsync(good)).Passed);

        var stopped = await AgainAsync(good with { State = RunState.Stopped, Passed = false, StopReason = "too bad", StopRule = "http_req_failed: rate>0.2 for 60s" });
        Assert.Equal((RunState.Stopped, false, "too bad", "http_req_failed: rate>0.2 for 60s"), (stopped.State, stopped.Passed, stopped.StopReason, stopped.StopRule));

        var scripted = await AgainAsync(good with { Passed = false, ScriptVerdict = "test marked as failed" });
        Assert.Equal((RunState.Completed, false, "test marked as failed"), (scripted.State, scripted.Passed, scripted.ScriptVerdict));

        var few = await AgainAsync(good with { State = RunState.Degraded, Passed = false, MinCoverage = 0.7, Coverage = Of(finished: 1) });
        Assert.Equal((RunState.Degraded, false, 0.7, "1/3 workers, 10/30 VUs"), (few.State, few.Passed, few.MinCoverage, few.Coverage.ToString()));

        var none = await AgainAsync(good with { State = RunState.Failed, Passed = false, Coverage = Of(finished: 0) });
        Assert.Equal((RunState.Failed, false), (none.State, none.Passed));

        var enough = await AgainAsync(good with { State = RunState.Degraded, MinCoverage = 0.5, Coverage = Of(finished: 2) });
        Assert.Equal((RunState.Degraded, true), (enough.State, enough.Passed));

        Task<LoadTestResult> AgainAsync(LoadTestResult result) => Merged.Of(Options, work.Write("result.json", ResultJson.Serialize(result)));

        static LoadTestCoverage Of(int finished) => new()
        {
            PlannedWorkers = 3, StartedWorkers = 3, FinishedWorkers = finished, MergedWorkers = 3, PlannedVus = 30, StartedVus = 30, FinishedVus = 10 * finished, MergedVus = 30,
        };
    }

    [Fact]
    public async Task One_of_two_runs_that_did_not_pass_counts_for_the_whole()
    {
        using var work = new TemporaryFolder();
        var west = await Merged.Of(Options, At("browser-2w/w1/metrics.json.gz"));
        var east = await Merged.Of(Options, At("browser-2w/w2/metrics.json.gz"));

        var both = await Merged.Of(
            Options,
            work.Write("west.json", ResultJson.Serialize(west)),
            work.Write("east.json", ResultJson.Serialize(east with { State = RunState.Failed, Passed = false, Coverage = east.Coverage with { FinishedWorkers = 0 } })));

        Assert.Equal((RunState.Degraded, false, "1/2 workers"), (both.State, both.Passed, both.Coverage.ToString()));
    }

    [Fact]
    public async Task The_same_result_gives_the_same_bytes()
    {
        var first = await Merged.Of(Merged.Recorded("browser-2w", "metrics.json.gz"));
        var second = await Merged.Of([.. Merged.Recorded("browser-2w", "metrics.json.gz").Reverse()]);
        Assert.Equal(ResultJson.Serialize(first), ResultJson.Serialize(second));
    }

    private static string At(string path) => Path.Combine(Raw.Folder, path);
}

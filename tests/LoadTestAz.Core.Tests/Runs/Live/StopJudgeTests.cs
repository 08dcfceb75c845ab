using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs.Live;

/// <summary>When a run is so bad that it ends.</summary>
public sealed class StopJudgeTests
{
    private static readonly LoadTestStopRule Failing = new("http_req_failed", "rate>0.2", TimeSpan.FromSeconds(20));

    [Fact]
    public void A_rule_is_met_by_its_window_alone()
    {
        // Fails from second 101 on: over the whole run that is little, over the last 20 s much.
        var stop = Run(new LiveWorld(LiveWorld.PlanOf(2, Failing)), until: 200, (world, w, s) => world.Request(w, s, count: 10, failed: s > 100 ? 5 : 0), out var when);

        Assert.Equal("http_req_failed: rate>0.2 for 20s", stop!.Rule);
        Assert.StartsWith("The rule 'http_req_failed: rate>0.2 for 20s' of stop_when was met: rate was 0.", stop.Reason, StringComparison.Ordinal);
        Assert.InRange(when, 105, 115);
    }

    [Fact]
    public void A_rule_is_not_judged_before_a_whole_window()
    {
        var stop = Run(new LiveWorld(LiveWorld.PlanOf(1, Failing)), until: 60, (world, w, s) => world.Request(w, s, failed: 1), out var when);

        Assert.NotNull(stop);
        Assert.InRange(when, 20, 26);
    }

    [Fact]
    public void A_session_that_comes_later_has_to_see_a_whole_window()
    {
        var stop = Run(new LiveWorld(LiveWorld.PlanOf(1, Failing)), until: 90, (world, w, s) => world.Request(w, s, failed: 1), out var when, from: 50);

        Assert.NotNull(stop);
        Assert.InRange(when, 70, 76);
    }

    [Fact]
    public void What_a_worker_that_is_gone_had_measured_cancels_out()
    {
        // Worker 1 had failed all the time, and was gone after 30 s; with its share the rate would stay above the limit.
        var world = new LiveWorld(LiveWorld.PlanOf(2, Failing));
        var stop = Run(world, until: 120, (_, w, s) => world.Request(w, s, count: w == 1 ? 50 : 1, failed: w == 1 ? 50 : 0), out _, from: 40, gone: (1, 30));

        Assert.Null(stop);
    }

    [Theory]
    [InlineData("http_reqs", "rate<9", false)]
    [InlineData("http_reqs", "rate>21", false)]
    [InlineData("http_reqs", "rate>19", true)]
    [InlineData("http_reqs", "count>390", true)]
    [InlineData("http_req_duration", "p(95)>99", true)]
    [InlineData("http_req_duration", "max>101", false)]
    [InlineData("http_req_duration{name:odd}", "avg>99", true)]
    [InlineData("http_req_duration{name:none}", "avg<1", false)]
    [InlineData("http_req_failed{name:none}", "rate<1", false)]
    [InlineData("no_such_metric", "count<1", false)]
    [InlineData("vus", "value>=2", true)]
    [InlineData("vus", "value<2", false)]
    public void Every_kind_of_metric_can_be_judged_and_without_a_sample_none_is(string metric, string expression, bool stops)
    {
        var world = new LiveWorld(LiveWorld.PlanOf(2, new LoadTestStopRule(metric, expression, TimeSpan.FromSeconds(20))));
        Assert.Equal(stops, Run(world, until: 60, (_, w, s) => world.Request(w, s, count: 10), out _) is not null);
    }

    [Fact]
    public void A_counter_that_stands_still_was_measured()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1, new LoadTestStopRule("http_reqs", "rate<0.1", TimeSpan.FromSeconds(20))));
        var stop = Run(
            world, until: 120,
            (_, w, s) =>
            {
                if (s <= 50)
                    world.Request(w, s);
            },
            out var when);

        Assert.NotNull(stop);
        Assert.InRange(when, 70, 80);
    }

    [Fact]
    public void A_gauge_has_to_hold_all_the_time()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1, new LoadTestStopRule("vus", "value<1", TimeSpan.FromSeconds(30))));
        var stop = Run(world, until: 200, (_, w, s) => world.Request(w, s, vus: s < 40 || s is > 60 and < 70 ? 5 : 0), out var when);

        Assert.NotNull(stop);
        Assert.InRange(when, 100, 110);
    }

    [Fact]
    public void A_worker_that_began_anew_makes_the_window_begin_anew()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1, Failing));
        for (var second = 0; second <= 30; second += 5)
        {
            world.Request(0, second, count: 100);
            world.Snapshot(0, second);
            Assert.Null(world.Look());
        }

        var again = new LiveWorld(LiveWorld.PlanOf(1, Failing));
        again.Request(0, 0, failed: 1);
        world.Give(new LiveDocument(0, 1, LiveWorld.Start.AddSeconds(35), LiveWorld.Start, WorkerState.Running, LiveWorld.Json(again.SetOf(0))));

        Assert.Null(world.Look());
    }

    [Theory]
    [InlineData(true, 0, 0, 5)]
    [InlineData(true, 30, 30, 35)]
    [InlineData(false, 0, -1, -1)]
    public void A_threshold_with_abort_on_fail_ends_the_run_after_its_delay(bool abort, int delay, int earliest, int latest)
    {
        var plan = LiveWorld.PlanOf(2) with { Thresholds = [new("http_req_failed", "rate<0.1", abort, TimeSpan.FromSeconds(delay)), new("http_req_duration", "p(95)<500", AbortOnFail: true)] };
        var stop = Run(new LiveWorld(plan), until: 60, (world, w, s) => world.Request(w, s, failed: 1), out var when);

        Assert.Equal(abort, stop is not null);
        if (stop is null)
            return;
        Assert.InRange(when, earliest, latest);
        Assert.Equal("http_req_failed: rate<0.1", stop.Rule);
        Assert.StartsWith("The threshold 'http_req_failed: rate<0.1' with abortOnFail was crossed: rate was 1 after ", stop.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_threshold_without_a_sample_ends_nothing()
    {
        var plan = LiveWorld.PlanOf(1) with { Thresholds = [new("http_req_duration{name:none}", "p(95)>1", AbortOnFail: true), new("iterations", "count>1", AbortOnFail: true)] };

        Assert.Null(Run(new LiveWorld(plan), until: 60, (world, w, s) => world.Request(w, s), out _));
    }

    // Snapshots every 5 s, each worker at its own second; looks every second.
    private static StopDocument? Run(LiveWorld world, int until, Action<LiveWorld, int, int> load, out int when, int from = 0, (int Worker, int At)? gone = null)
    {
        for (when = 0; when <= until; when++)
        {
            foreach (var worker in world.Plan.Workers.Select(w => w.Index))
            {
                if (gone is { } lost && lost.Worker == worker && when > lost.At)
                    continue;
                load(world, worker, when);
                if (when == 0 || when % 5 == worker % 5)
                    world.Snapshot(worker, when);
            }

            if (when >= from && world.Look(gone is { } g && when > g.At ? [g.Worker] : []) is { } stop)
                return stop;
        }

        return null;
    }
}

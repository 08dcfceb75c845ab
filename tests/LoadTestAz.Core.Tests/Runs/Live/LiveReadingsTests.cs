using System.Text;
using System.Text.Json;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Live;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Core.Tests.Runs.Live;

/// <summary>What is taken of snapshots.</summary>
public sealed class LiveReadingsTests
{
    [Fact]
    public void Only_what_is_watched_is_decoded_and_it_is_the_same_as_in_full()
    {
        var set = new MetricSet([MetricSelector.Parse("mine{a:b}"), MetricSelector.Parse("other{c:d}")]);
        foreach (var metric in new[] { new Metric("mine", MetricType.Trend), new Metric("other", MetricType.Trend), BuiltInMetrics.HttpReqs })
            set.Add(LiveWorld.Start, TagSet.Of([new("a", "b"), new("c", "d")]), [new(metric, 5)]);
        var file = JsonSerializer.SerializeToUtf8Bytes(
            new LiveDocument(3, 7, LiveWorld.Start, LiveWorld.Start, WorkerState.Running, LiveWorld.Json(set), new LoadTestWorkerHealth { MeanCpuShare = 0.5 }), RunJson.Default.LiveDocument);

        var document = LiveFile.Read(file, name => name is "mine", new PackedMemory(), out var some, out var damage);

        Assert.Null(damage);
        Assert.Equal((3, 7, WorkerState.Running, 0.5), (document.Worker, document.Sequence, document.State, document.Health!.MeanCpuShare));
        Assert.Equal("mine", Assert.Single(some!.Metrics).Metric.Name);
        Assert.Equal("mine{a:b}", Assert.Single(some.Submetrics).ToString());
        Assert.Equal(1, some.Find(MetricSelector.Parse("mine{a:b}"))!.Accumulator.Samples);
        Assert.Empty(some.Series.Points);
        Assert.Equal((set.FirstSample, set.LastSample), (some.FirstSample, some.LastSample));
        Assert.Equal(document, LiveFile.Read(file, _ => true, new PackedMemory(), out var all, out _) with { Metrics = document.Metrics });
        Assert.Equal(MetricSetJson.SerializeWithoutSeries(set), MetricSetJson.SerializeWithoutSeries(all!));
        Assert.Equal(document, LiveFile.Read(file, null, new PackedMemory(), out var none, out _) with { Metrics = document.Metrics });
        Assert.Null(none);
    }

    [Fact]
    public void A_snapshot_is_taken_once()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1));
        world.Request(0, 1);
        world.Snapshot(0, 1);

        Assert.True(world.Readings.TakeChange());
        Assert.False(world.Readings.TakeChange());
        Assert.Equal(1, world.Readings.All[0].Sequence);
    }

    [Fact]
    public async Task Nothing_of_a_snapshot_is_kept_in_the_memory_that_the_next_one_is_read_into()
    {
        using var folder = new TemporaryFolder();
        var run = new RunStore(new FolderResultStore(folder.Path), "lt-1");
        var world = new LiveWorld(LiveWorld.PlanOf(40));
        var observer = new RunObserver(run) { Readings = world.Readings };

        // Each reading is longer than the one before, but for the last.
        foreach (var (round, requests) in new[] { 10, 200, 5 }.Index())
        {
            for (var worker = 0; worker < 40; worker++)
            {
                world.Request(worker, round, count: requests + worker, duration: 100 + worker);
                await run.WriteLiveAsync(new LiveDocument(worker, round + 1, LiveWorld.Start, LiveWorld.Start, WorkerState.Running, LiveWorld.Json(world.SetOf(worker))), CancellationToken.None);
            }

            await observer.PollAsync(LiveWorld.Start, CancellationToken.None);
            Assert.True(world.Readings.TakeChange());
            for (var worker = 0; worker < 40; worker++)
            {
                var (expected, actual) = (world.SetOf(worker), world.Readings.All[worker].Metrics);
                Assert.Equal(round + 1, world.Readings.All[worker].Sequence);
                foreach (var metric in new[] { BuiltInMetrics.HttpReqs.Name, BuiltInMetrics.HttpReqFailed.Name, BuiltInMetrics.HttpReqDuration.Name })
                    Assert.Equal(expected.Find(metric)!.Accumulator.Samples, actual.Find(metric)!.Accumulator.Samples);
                Assert.Equal(100 + worker, ((TrendAccumulator)actual.Find(BuiltInMetrics.HttpReqDuration.Name)!.Accumulator).Max);
            }
        }
    }

    [Fact]
    public void What_was_merged_stays_when_the_memory_of_a_snapshot_serves_again()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(2));
        List<(MergedData Merged, byte[] Then)> all = [];
        for (var round = 0; round < 6; round++)
        {
            // At first there is nothing but one worker's snapshot; some distributions grow, others come anew.
            for (var worker = 0; worker < (round < 3 ? 1 : 2); worker++)
            {
                for (var i = 0; i < 50; i++)
                    world.Request(worker, round, duration: (100 * (worker + 1)) + (round * 31) + i);
                world.Snapshot(worker, round + 1);
            }

            var merged = world.Readings.Merge(TimeSpan.FromSeconds(round + 1));
            all.Add((merged, MetricSetJson.Serialize(merged.Samples)));
        }

        Assert.Equal(600 - 150, all[^1].Merged.Samples.Find(BuiltInMetrics.HttpReqDuration.Name)!.Accumulator.Samples);
        Assert.All(all, one => Assert.Equal(one.Then, MetricSetJson.Serialize(one.Merged.Samples)));
    }

    [Fact]
    public void A_snapshot_of_a_worker_that_the_plan_does_not_have_counts_for_nothing()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1));
        world.Request(7, 1);
        world.Snapshot(7, 1);

        Assert.False(world.Readings.TakeChange());
        Assert.Empty(world.Readings.All);
    }

    [Theory]
    [InlineData("[]", false)]
    [InlineData("{", false)]
    [InlineData("{}", false)]
    [InlineData("""{"worker":0}""", false)]
    [InlineData("""{"metrics":{"version":1},"worker":"no"}""", false)]
    [InlineData("""{META,"metrics":[]}""", true)]
    [InlineData("""{META,"metrics":{}}""", true)]
    [InlineData("""{META,"metrics":{"version":1,"metrics":[{"name":5}]}}""", true)]
    [InlineData("""{META,"metrics":{"version":1,"metrics":[5]}}""", true)]
    [InlineData("""{META,"metrics":{"version":1,"metrics":"much"}}""", true)]
    public async Task Rubbish_is_told_and_the_snapshot_before_it_stands(string rubbish, bool isAlive)
    {
        using var folder = new TemporaryFolder();
        var store = new FolderResultStore(folder.Path);
        var run = new RunStore(store, "lt-1");
        var world = new LiveWorld(LiveWorld.PlanOf(1));
        world.Request(0, 1);
        var observer = new RunObserver(run) { Readings = world.Readings };
        await run.WriteLiveAsync(new LiveDocument(0, 1, LiveWorld.Start, LiveWorld.Start, WorkerState.Running, LiveWorld.Json(world.SetOf(0))), CancellationToken.None);
        await observer.PollAsync(LiveWorld.Start, CancellationToken.None);
        Assert.True(world.Readings.TakeChange());

        const string meta = "\"worker\":0,\"sequence\":2,\"at\":\"2026-01-02T03:04:06Z\",\"startedAt\":\"2026-01-02T03:04:05Z\",\"state\":\"Running\"";
        await store.WriteAsync("lt-1/live_0.json", Encoding.UTF8.GetBytes(rubbish.Replace("META", meta)), CancellationToken.None);
        await observer.PollAsync(LiveWorld.Start, CancellationToken.None);

        Assert.False(world.Readings.TakeChange());
        Assert.StartsWith("'lt-1/live_0.json' in ", Assert.Single(observer.Unreadable).Value, StringComparison.Ordinal);
        Assert.Equal(1, world.Readings.All[0].Sequence);
        Assert.Equal(isAlive ? 2 : 1, observer.TraceOf(0).Live!.Sequence);
    }

    [Fact]
    public void A_worker_whose_metric_is_of_another_kind_is_left_out()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(2) with { Thresholds = [new LoadTestThresholdRule("mine", "count>1")] });
        world.SetOf(0).Add(LiveWorld.Start, TagSet.Empty, [new(new Metric("mine", MetricType.Counter), 1)]);
        world.SetOf(1).Add(LiveWorld.Start, TagSet.Empty, [new(new Metric("mine", MetricType.Trend), 1)]);
        world.Snapshot(0, 1);
        world.Snapshot(1, 1);
        world.Look();

        Assert.StartsWith("A snapshot of worker 1 is left out of what is shown", Assert.Single(world.Warnings), StringComparison.Ordinal);
    }
}

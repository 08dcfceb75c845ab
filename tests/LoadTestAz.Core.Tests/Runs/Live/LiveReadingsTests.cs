using System.Text.Json;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

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
        var live = new LiveDocument(0, 1, LiveWorld.Start, LiveWorld.Start, WorkerState.Running, LiveWorld.Json(set));

        var some = live.DecodeMetrics(name => name is "mine");

        Assert.Equal("mine", Assert.Single(some.Metrics).Metric.Name);
        Assert.Equal(1, some.Find(MetricSelector.Parse("mine{a:b}"))!.Accumulator.Samples);
        Assert.Empty(some.Series.Points);
        Assert.Equal((set.FirstSample, set.LastSample), (some.FirstSample, some.LastSample));
        Assert.Equal(3, live.DecodeMetrics(_ => true).Metrics.Count);
    }

    [Fact]
    public void A_snapshot_is_decoded_once_and_let_go()
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1));
        world.Request(0, 1);
        world.Snapshot(0, 1);

        Assert.True(world.Readings.Take(world.Observer));
        Assert.False(world.Readings.Take(world.Observer));
        Assert.Equal((JsonValueKind.Undefined, 1), (world.Observer.TraceOf(0).Live!.Metrics.ValueKind, world.Observer.TraceOf(0).Live!.Sequence));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"version":1,"metrics":[{"name":5}]}""")]
    [InlineData("""{"version":1,"metrics":[5]}""")]
    [InlineData("""{"version":1,"metrics":"much"}""")]
    public void Rubbish_is_a_warning_and_the_snapshot_before_it_stands(string rubbish)
    {
        var world = new LiveWorld(LiveWorld.PlanOf(1));
        world.Request(0, 1);
        world.Snapshot(0, 1);
        world.Look();
        world.Observer.TraceOf(0).Live = new LiveDocument(0, 2, LiveWorld.Start, LiveWorld.Start, WorkerState.Running, JsonDocument.Parse(rubbish).RootElement);

        Assert.False(world.Readings.Take(world.Observer));
        Assert.StartsWith("A snapshot of worker 0 could not be read and is left out", Assert.Single(world.Warnings), StringComparison.Ordinal);
        Assert.Equal(1, world.Readings.All[0].Sequence);
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

using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.Http;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Tests.Engines.K6;

public sealed class RunTagSinkTests
{
    private static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    [Fact]
    public void The_plans_tags_are_on_every_sample_and_its_own_stand_over_them()
    {
        var inner = new CollectingSink();
        var sink = new RunTagSink(inner, new Dictionary<string, string> { ["team"] = "a", ["status"] = "none" }) { StartedAt = Start };
        sink.Record(Start, TagSet.Of([new("status", "200")]), [new(BuiltInMetrics.HttpReqs, 1)]);
        sink.Record(Start, TagSet.Of([new("status", "200")]), [new(BuiltInMetrics.HttpReqs, 1)]);

        var tags = inner.Tags(BuiltInMetrics.HttpReqs);
        Assert.Equal("status:200,team:a", tags[0].ToString());
        Assert.Same(tags[0], tags[1]);
    }

    [Fact]
    public void Users_that_wait_for_the_start_or_after_the_load_do_not_count()
    {
        var inner = new CollectingSink();
        var sink = new RunTagSink(inner, new Dictionary<string, string>());
        sink.Record(Start, TagSet.Empty, [new(BuiltInMetrics.Vus, 0), new(BuiltInMetrics.VusMax, 2)]);
        sink.StartedAt = Start;
        sink.Record(Start.AddSeconds(-1), TagSet.Empty, [new(BuiltInMetrics.Vus, 0)]);
        sink.Record(Start.AddSeconds(1), TagSet.Empty, [new(BuiltInMetrics.Vus, 2)]);
        sink.EndedAt = Start.AddSeconds(10);
        sink.Record(Start.AddSeconds(11), TagSet.Empty, [new(BuiltInMetrics.Vus, 0), new(BuiltInMetrics.VusMax, 2)]);
        sink.Record(Start.AddSeconds(12), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)]);

        Assert.Equal([2d], inner.Values(BuiltInMetrics.Vus));
        Assert.Empty(inner.Values(BuiltInMetrics.VusMax));
        Assert.Single(inner.Values(BuiltInMetrics.HttpReqs));
    }

    [Fact]
    public void Summaries_too_have_the_plans_tags_and_begin_with_the_load()
    {
        var recorder = new SampleRecorder();
        var sink = new RunTagSink(recorder, new Dictionary<string, string> { ["check"] = "a" }) { StartedAt = Start };
        var (before, after) = (Start.AddSeconds(-0.4), Start.AddSeconds(0.6));
        sink.Record(TagSet.Empty, new SampleSummary(BuiltInMetrics.Vus, before, after, new ValueCount(0, 1)));
        sink.Record(TagSet.Empty, new SampleSummary(BuiltInMetrics.Vus, after, after.AddSeconds(1), new ValueCount(2, 1)));
        sink.Record(TagSet.Empty, new SampleSummary(BuiltInMetrics.Checks, before, after, new ValueCount(1, 5)));

        var set = recorder.Snapshot();
        var users = (GaugeAccumulator)set.Find("vus")!.Accumulator;
        Assert.Equal((2d, 2d), (users.Min, users.Max));
        Assert.Equal(("a", 5), (Assert.Single(set.Checks).Name, set.Checks.First().Passes));
        Assert.Equal(Start, set.FirstSample);
    }
}

using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class MetricSetTests
{
    [Fact]
    public void Merging_is_associative_and_commutative_with_an_identity()
    {
        var part = Sets.Batches.Array[0, 12];
        Gen.Select(part, part, part).Sample((x, y, z) =>
        {
            var (a, b, c) = (Sets.Of(x), Sets.Of(y), Sets.Of(z));
            var expected = Sets.Json(Sets.Merge(a, b, c));
            Assert.Equal(expected, Sets.Json(Sets.Merge(Sets.Merge(a, b), c)));
            Assert.Equal(expected, Sets.Json(Sets.Merge(a, Sets.Merge(b, c))));
            Assert.Equal(expected, Sets.Json(Sets.Merge(c, a, b)));
            Assert.Equal(expected, Sets.Json(Sets.Merge(new MetricSet(), c, b, new MetricSet(), a)));
        });
    }

    [Fact]
    public void Merging_workers_gives_what_one_would_have_seen() =>
        Gen.Select(Sets.Batches.Array[0, 40], Gen.Int[1, 5]).Sample((batches, workers) =>
        {
            // Distinct instants, since of gauges at one instant a single set takes the one added last.
            for (var i = 0; i < batches.Length; i++)
                batches[i] = batches[i] with { Time = batches[i].Time.AddTicks(-batches[i].Time.Ticks % 100 + i), Samples = [.. batches[i].Samples.DistinctBy(s => s.Metric.Name)] };
            var parts = Enumerable.Range(0, workers).Select(w => Sets.Of(batches.Where((_, i) => i % workers == w)));
            Assert.Equal(Sets.Json(Sets.Of(batches)), Sets.Json(Sets.Merge([.. parts])));
        });

    [Fact]
    public void Submetrics_take_the_samples_whose_tags_match()
    {
        var set = new MetricSet([MetricSelector.Parse("http_reqs{status:200}"), MetricSelector.Parse("http_reqs{status:200,method:GET}"), MetricSelector.Parse("http_reqs")]);
        set.Add(Sets.Start, TagSet.Of([new("status", "200"), new("method", "GET")]), [new(BuiltInMetrics.HttpReqs, 1)]);
        set.Add(Sets.Start, TagSet.Of([new("status", "200")]), [new(BuiltInMetrics.HttpReqs, 1)]);
        set.Add(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)]);

        Assert.Equal(3, set.Find("http_reqs")!.Accumulator.Samples);
        Assert.Equal(2, set.Find(MetricSelector.Parse("http_reqs{status:200}"))!.Accumulator.Samples);
        Assert.Equal(1, set.Find(MetricSelector.Parse("http_reqs{method:GET,status:200}"))!.Accumulator.Samples);
        Assert.Null(set.Find(MetricSelector.Parse("http_reqs{status:500}")));
        Assert.Equal(["http_reqs{method:GET,status:200}", "http_reqs{status:200}"], set.Find("http_reqs")!.Submetrics.Select(s => s.Selector.ToString()));
        Assert.Same(set.Find("http_reqs"), set.Find(MetricSelector.Parse("http_reqs")));
    }

    [Fact]
    public void A_submetric_says_how_many_samples_it_did_not_see()
    {
        var selector = MetricSelector.Parse("http_reqs{status:200}");
        var tags = TagSet.Of([new("status", "200")]);
        Sample[] request = [new(BuiltInMetrics.HttpReqs, 1)];
        var late = new MetricSet();
        late.Add(Sets.Start, tags, request);
        late.Declare(selector);
        late.Add(Sets.Start, tags, request);
        Assert.Equal((1, 1), (late.Find(selector)!.Accumulator.Samples, late.Find(selector)!.Unseen));

        var without = new MetricSet();
        without.Add(Sets.Start, tags, request);
        Assert.Equal(2, Sets.Merge(late, without).Find(selector)!.Unseen);
        Assert.Equal(Sets.Json(Sets.Merge(late, without, late)), Sets.Json(Sets.Merge(without, Sets.Merge(late, late))));
    }

    [Fact]
    public void Metrics_of_one_name_must_be_of_one_type()
    {
        var counter = new MetricSet();
        counter.Add(Sets.Start, TagSet.Empty, [new(new Metric("a", MetricType.Gauge), 1), new(new Metric("x", MetricType.Counter), 1)]);
        var trend = new MetricSet();
        trend.Add(Sets.Start, TagSet.Empty, [new(new Metric("a", MetricType.Gauge), 1), new(new Metric("x", MetricType.Trend), 1)]);
        var before = Sets.Json(counter);

        var error = Assert.Throws<MetricTypeException>(() => counter.Merge(trend));
        Assert.Equal(("x", MetricType.Counter, MetricType.Trend), (error.Metric, error.Known, error.Other));
        Assert.Contains("'x' is a Counter here and a Trend there", error.Message);
        Assert.Equal(before, Sets.Json(counter));
        Assert.Throws<MetricTypeException>(() => counter.Add(Sets.Start, TagSet.Empty, [new(new Metric("x", MetricType.Rate), 1)]));
    }

    [Fact]
    public void A_unit_that_only_one_source_knows_is_kept_whatever_the_order()
    {
        var (csv, json) = (new MetricSet(), new MetricSet());
        csv.Declare(new Metric("http_req_duration", MetricType.Trend));
        json.Declare(BuiltInMetrics.HttpReqDuration);
        Assert.Equal(MetricContents.Time, Sets.Merge(csv, json).Find("http_req_duration")!.Metric.Contains);
        Assert.Equal(MetricContents.Time, Sets.Merge(json, csv).Find("http_req_duration")!.Metric.Contains);
    }

    [Fact]
    public void Checks_are_counted_by_group_and_name()
    {
        var set = new MetricSet();
        foreach (var (group, name, value) in new[] { ("::a", "same", 1.0), ("::b", "same", 0), ("::a", "same", 2), ("", "root", 0) })
            set.Add(Sets.Start, TagSet.Of([new("group", group), new("check", name)]), [new(BuiltInMetrics.Checks, value)]);
        set.Add(Sets.Start, TagSet.Of([new("check", "root")]), [new(BuiltInMetrics.Checks, 1)]);

        Assert.Equal(
            [("", "root", 1, 1), ("::a", "same", 2, 0), ("::b", "same", 0, 1)],
            set.Checks.Select(c => (c.Group, c.Name, c.Passes, c.Fails)));
        Assert.Equal((0, 0), (set.OtherChecks.Passes, set.OtherChecks.Fails));
    }

    [Fact]
    public void More_checks_than_fit_are_counted_together_whatever_the_order()
    {
        var names = Enumerable.Range(0, 12_000).Select(i => $"check {i:D5}").ToArray();
        var (up, down, halves) = (Checks(names), Checks([.. names.Reverse()]), Sets.Merge(Checks(names[6000..]), Checks(names[..6000])));
        Assert.Equal(10_000, up.Checks.Count);
        Assert.Equal(2000, up.OtherChecks.Passes);
        Assert.Equal(Sets.Json(up), Sets.Json(down));
        Assert.Equal(Sets.Json(up), Sets.Json(halves));
        Assert.Equal(12_000, up.Find("checks")!.Accumulator.Samples);

        static MetricSet Checks(string[] names)
        {
            var set = new MetricSet();
            foreach (var name in names)
                set.Add(Sets.Start, TagSet.Of([new("check", name)]), [new(BuiltInMetrics.Checks, 1)]);
            return set;
        }
    }

    [Fact]
    public void Size_does_not_grow_with_samples_or_tag_values()
    {
        var set = new MetricSet(Sets.Selectors);
        var first = Fill(20_000);
        var before = MetricSetJson.Serialize(set).Length;
        Fill(80_000);

        // Five times the samples: counts have a digit more.
        Assert.InRange(MetricSetJson.Serialize(set).Length, before, before * 1.5);
        GC.Collect();
        Assert.False(first.IsAlive, "tag sets of long ago are kept");
        GC.KeepAlive(set);

        WeakReference Fill(int count)
        {
            var tags = new WeakReference(null);
            for (var i = 0; i < count; i++)
                Add(i, tags);
            return tags;
        }

        [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
        void Add(int i, WeakReference tags)
        {
            var own = TagSet.Of([new("url", $"/{i}"), new("status", "200")]);
            tags.Target ??= own;
            set.Add(Sets.Start.AddMilliseconds(i % 20_000), own, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 10 + (i % 1000))]);
        }
    }

    [Fact]
    public void Recording_allocates_nothing_once_everything_is_known()
    {
        var set = new MetricSet(Sets.Selectors);
        var tags = TagSet.Of([new("status", "200"), new("method", "GET")]);
        Sample[] samples = [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 12.5), new(BuiltInMetrics.HttpReqFailed, 0), new(BuiltInMetrics.DataSent, 100)];
        set.Add(Sets.Start, tags, samples);
        var rounds = 0;
        Assert.Equal(0, Allocations.Of(() =>
        {
            rounds++;
            for (var i = 0; i < 10_000; i++)
                set.Add(Sets.Start, tags, samples);
        }));
        Assert.Equal((10_000 * rounds) + 1, set.Find("http_reqs")!.Accumulator.Samples);
    }

    [Fact]
    public void Knows_the_span_of_its_samples()
    {
        var set = new MetricSet();
        Assert.Null(set.FirstSample);
        set.Add(Sets.Start.AddSeconds(5), TagSet.Empty, [new(BuiltInMetrics.Vus, 1)]);
        set.Add(Sets.Start.ToOffset(TimeSpan.FromHours(9)), TagSet.Empty, [new(BuiltInMetrics.Vus, 1)]);
        set.Add(Sets.Start.AddSeconds(9), TagSet.Empty, [new(BuiltInMetrics.Vus, double.NaN)]);
        Assert.Equal((Sets.Start, Sets.Start.AddSeconds(5)), (set.FirstSample!.Value, set.LastSample!.Value));
        Assert.Equal(1, set.Find("vus")!.Accumulator.Rejected);
    }

    [Fact]
    public void Merged_with_itself_it_doubles()
    {
        var set = Sets.Of([new(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)])]);
        set.Merge(set);
        Assert.Equal(2, ((CounterAccumulator)set.Find("http_reqs")!.Accumulator).Sum);
        Assert.Equal(2, set.Series.Points.Single().Requests);
    }

    [Fact]
    public void Refuses_a_flood_of_metrics()
    {
        var set = new MetricSet();
        for (var i = 0; i < MetricSet.MaxMetrics; i++)
            set.Declare(new Metric($"m{i}", MetricType.Rate));
        Assert.Throws<InvalidOperationException>(() => set.Declare(new Metric("more", MetricType.Rate)));
    }
}

using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

public sealed class SampleRecorderTests
{
    [Fact]
    public void What_is_not_of_the_load_counts_and_takes_no_time()
    {
        var recorder = new SampleRecorder { LoadFrom = DateTimeOffset.MaxValue };
        var check = TagSet.Of([new("check", "fine")]);
        void Request(double seconds) => recorder.Record(Sets.Start.AddSeconds(seconds), check, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.Checks, 1)]);

        Request(0);
        var before = MetricSetJson.Deserialize(MetricSetJson.Serialize(recorder.Snapshot()));
        Assert.False(before.IsEmpty);
        Assert.Null(before.FirstSample);
        Assert.Empty(before.Series.Points);

        recorder.LoadFrom = Sets.Start.AddSeconds(40);
        Request(1); // Of before, and late to arrive.
        Request(40);
        Request(50);
        recorder.LoadUntil = Sets.Start.AddSeconds(50);
        Request(90);
        var all = recorder.Snapshot();

        Assert.Equal(5, ((CounterAccumulator)all.Find("http_reqs")!.Accumulator).Sum);
        Assert.Equal(5, all.Checks.Single().Passes);
        Assert.Equal((Sets.Start.AddSeconds(40), Sets.Start.AddSeconds(50)), (all.FirstSample, all.LastSample));
        Assert.Equal(2, all.Series.Points.Count);
    }

    [Fact]
    public void Nothing_is_empty() => Assert.True(new SampleRecorder([MetricSelector.Parse("http_reqs{status:200}")]).Snapshot().IsEmpty);

    [Fact]
    public async Task Many_threads_lose_nothing_and_snapshots_are_consistent()
    {
        const int threads = 12;
        const int requests = 5000;
        var recorder = new SampleRecorder([MetricSelector.Parse("http_reqs{status:200}")]);
        var ok = TagSet.Of([new("status", "200"), new("check", "fine")]);
        var failed = TagSet.Of([new("status", "500"), new("check", "fine")]);
        using var done = new CancellationTokenSource();

        var watcher = Task.Run(() =>
        {
            var previous = 0L;
            while (!done.IsCancellationRequested)
            {
                var snapshot = recorder.Snapshot();
                var seen = snapshot.Find("http_reqs")?.Accumulator.Samples ?? 0;
                Assert.True(seen >= previous);
                Assert.Equal(seen, snapshot.Find("http_req_duration")?.Accumulator.Samples ?? 0); // a batch is taken whole
                previous = seen;
            }
        });
        var writers = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                for (var i = 0; i < requests; i++)
                {
                    var fails = i % 10 == 0;
                    recorder.Record(Sets.Start.AddMilliseconds(i), fails ? failed : ok,
                    [
                        new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 1 + i), new(BuiltInMetrics.HttpReqFailed, fails ? 1 : 0),
                        new(BuiltInMetrics.DataSent, 0.1), new(BuiltInMetrics.Checks, fails ? 0 : 1), new(BuiltInMetrics.Vus, thread),
                    ]);
                }
            },
            TaskCreationOptions.LongRunning));
        await Task.WhenAll(writers);
        await done.CancelAsync();
        await watcher;

        const long total = threads * requests;
        var all = recorder.Snapshot();
        Assert.Equal(total, all.Find("http_reqs")!.Accumulator.Samples);
        Assert.Equal(total * 9 / 10, all.Find(MetricSelector.Parse("http_reqs{status:200}"))!.Accumulator.Samples);
        var duration = (TrendAccumulator)all.Find("http_req_duration")!.Accumulator;
        Assert.Equal((total, 1, requests, threads * (requests * (requests + 1) / 2.0)), (duration.Samples, duration.Min, duration.Max, duration.Sum));
        Assert.Equal(total / 10, ((RateAccumulator)all.Find("http_req_failed")!.Accumulator).Passes);
        Assert.Equal((total * 9 / 10, total / 10), (all.Checks.Single().Passes, all.Checks.Single().Fails));
        Assert.Equal(total, all.Series.Points.Sum(p => p.Requests));

        var sum = new ExactSum();
        for (var i = 0; i < total; i++)
            sum.Add(0.1);
        Assert.Equal(sum.Value, ((CounterAccumulator)all.Find("data_sent")!.Accumulator).Sum);
    }

    [Fact]
    public void Snapshots_are_independent_of_what_comes_later()
    {
        var recorder = new SampleRecorder();
        recorder.Record(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)]);
        var early = recorder.Snapshot();
        recorder.Record(Sets.Start, TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1)]);
        Assert.Equal(1, early.Find("http_reqs")!.Accumulator.Samples);
        Assert.Equal(2, recorder.Snapshot().Find("http_reqs")!.Accumulator.Samples);
        Assert.Empty(new SampleRecorder().Snapshot().Metrics);
    }
}

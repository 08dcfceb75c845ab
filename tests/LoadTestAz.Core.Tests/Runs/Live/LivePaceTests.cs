using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Live;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Core.Tests.Runs.Live;

/// <summary>When the snapshots of many workers are read.</summary>
public sealed class LivePaceTests : IDisposable
{
    private static readonly CancellationToken Cancel = TestContext.Current.CancellationToken;

    private readonly TemporaryFolder _folder = new();
    private readonly RunStore _run;

    public LivePaceTests() => _run = new RunStore(new FolderResultStore(_folder.Path), "lt-1");

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(50, 5)]
    [InlineData(150, 15)]
    [InlineData(300, 30)]
    [InlineData(5000, 30)]
    public async Task The_pace_goes_by_the_number_of_workers(int workers, double seconds)
    {
        var (plan, observer) = (LiveWorld.PlanOf(workers), await StartedAsync());

        Assert.Equal(TimeSpan.FromSeconds(seconds), LivePace.Of(plan, observer, LiveWorld.Start.AddMinutes(1)));
    }

    [Theory]
    [InlineData(1, 0.1)]
    [InlineData(50, 5)]
    [InlineData(100, 10)]
    [InlineData(300, 15)]
    [InlineData(5000, 15)]
    public async Task Figures_that_can_stop_the_run_are_never_older_than_fifteen_seconds(int workers, double seconds)
    {
        var (plan, observer) = (LiveWorld.PlanOf(workers), await StartedAsync());
        var aborts = new LoadTestThresholdRule("http_reqs", "count>0", AbortOnFail: true);
        LoadTestPlan[] all = [plan with { StopWhen = [new("http_req_failed", "rate>0.5", TimeSpan.FromMinutes(1))] }, plan with { Thresholds = [aborts with { AbortOnFail = false }, aborts] }];

        Assert.All(all, one => Assert.Equal(TimeSpan.FromSeconds(seconds), LivePace.Of(one, observer, LiveWorld.Start.AddMinutes(1))));
        Assert.Equal(LivePace.Of(plan, observer, LiveWorld.Start.AddMinutes(1)), LivePace.Of(plan with { Thresholds = [aborts with { AbortOnFail = false }] }, observer, LiveWorld.Start.AddMinutes(1)));
    }

    [Fact]
    public async Task What_has_not_changed_is_not_read_again()
    {
        var observer = new RunObserver(_run) { Readings = new LiveReadings(LiveWorld.PlanOf(2)) };
        await WriteAsync(0, 1);
        await WriteAsync(1, 1);
        await observer.PollAsync(At(0), Cancel);
        var (first, second) = (observer.TraceOf(0).Live, observer.TraceOf(1).Live);
        await WriteAsync(1, 2);
        await observer.PollAsync(At(10), Cancel);

        Assert.Same(first, observer.TraceOf(0).Live);
        Assert.NotSame(second, observer.TraceOf(1).Live);
    }

    [Fact]
    public async Task Before_the_start_after_the_load_and_once_the_run_is_stopped_all_are_read_at_once()
    {
        var plan = LiveWorld.PlanOf(300);
        Assert.Equal(TimeSpan.Zero, LivePace.Of(plan, new RunObserver(_run), LiveWorld.Start));

        var observer = await StartedAsync();
        Assert.Equal(TimeSpan.Zero, LivePace.Of(plan, observer, LiveWorld.Start + plan.Duration));

        await _run.TryStopAsync(new StopDocument(LiveWorld.Start, "enough"), Cancel);
        await observer.PollAsync(LiveWorld.Start, Cancel);
        Assert.Equal(TimeSpan.Zero, LivePace.Of(plan, observer, LiveWorld.Start.AddMinutes(1)));
    }

    [Fact]
    public async Task Between_two_readings_a_first_snapshot_is_read_and_of_others_only_seen()
    {
        var observer = new RunObserver(_run) { Readings = new LiveReadings(LiveWorld.PlanOf(2)), SnapshotInterval = TimeSpan.FromSeconds(20) };
        await WriteAsync(0, 1);
        await LookAsync(0);
        await WriteAsync(0, 2);
        await WriteAsync(1, 1);
        await LookAsync(6);

        Assert.Equal((1, 1), (observer.TraceOf(0).Live!.Sequence, observer.TraceOf(1).Live!.Sequence));
        Assert.Equal((At(6), At(6)), (observer.TraceOf(0).LiveSeenAt, observer.TraceOf(1).LiveSeenAt));

        // Nothing new: the sign of life is that of before, also when the snapshot is read at last.
        await LookAsync(12);
        await LookAsync(20);

        Assert.Equal(2, observer.TraceOf(0).Live!.Sequence);
        Assert.Equal(At(6), observer.TraceOf(0).LiveSeenAt);

        await WriteAsync(0, 3);
        observer.SnapshotInterval = TimeSpan.Zero;
        await LookAsync(21);

        Assert.Equal(3, observer.TraceOf(0).Live!.Sequence);

        Task LookAsync(double second) => observer.PollAsync(At(second), Cancel);
    }

    [Fact]
    public async Task A_clock_that_is_put_back_does_not_keep_snapshots_from_being_read()
    {
        var observer = new RunObserver(_run) { SnapshotInterval = TimeSpan.FromSeconds(20) };
        await WriteAsync(0, 1);
        await observer.PollAsync(At(3600), Cancel);
        await WriteAsync(0, 2);
        await observer.PollAsync(At(5), Cancel);

        Assert.Equal(2, observer.TraceOf(0).Live!.Sequence);
    }

    private static DateTimeOffset At(double second) => LiveWorld.Start.AddSeconds(second);

    private async Task<RunObserver> StartedAsync()
    {
        await _run.TryStartAsync(new StartDocument(LiveWorld.Start, [0]), Cancel);
        var observer = new RunObserver(_run);
        await observer.PollAsync(LiveWorld.Start, Cancel);
        return observer;
    }

    private Task WriteAsync(int worker, int sequence) =>
        _run.WriteLiveAsync(new LiveDocument(worker, sequence, LiveWorld.Start, LiveWorld.Start, WorkerState.Running, LiveWorld.Json(new MetricSet())), Cancel);
}

using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Agent.Tests.Engines.Http;

public sealed class HttpLoadEngineTests
{
    [Fact]
    public async Task Counts_every_request_that_the_target_counted()
    {
        await using var target = new TargetServer(request => request.RespondAsync(request.Number % 10 == 0 ? 503 : 200));
        await using var load = new TestLoad
        {
            Vus = 20,
            Duration = TimeSpan.FromSeconds(1),
            Requests = [TestLoad.Get(target.Url), TestLoad.Get(new Uri(target.Url, "two"))],
        };

        var outcome = await load.RunAsync();

        Assert.Equal(new EngineOutcome(true, 0, WorkerCause.None, outcome.Detail), outcome);
        var count = await target.FinalCountAsync();
        Assert.True(count > 20);
        Assert.Equal(count, load.Sink.Requests);
        Assert.Equal(count / 10, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(count, load.Sink.Sum(BuiltInMetrics.Iterations) * 2);
        Assert.Equal(20, target.Connections);
    }

    [Fact]
    public async Task Two_hundred_virtual_users_each_have_a_connection_of_their_own()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { Vus = 200, TargetUrl = target.Url, Sleep = TimeSpan.FromMilliseconds(20) };

        await load.RunAsync(iterations: 2000);

        Assert.Equal(await target.FinalCountAsync(), load.Sink.Requests);
        Assert.Equal(200, target.Connections);
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(200, load.Sink.Values(BuiltInMetrics.HttpReqBlocked).Count(blocked => blocked > 0));
    }

    [Fact]
    public async Task Killed_requests_are_failed_requests_and_their_iterations_do_not_count()
    {
        await using var target = new TargetServer(async request =>
        {
            await Task.Delay(request.Number % 30, request.Connection.Closing);
            await request.RespondAsync();
        });
        await using var load = new TestLoad { Vus = 30, TargetUrl = target.Url };

        var running = load.RunAsync();
        await target.WaitForRequestsAsync(300);
        load.Kill();
        var outcome = await running;

        Assert.Equal((true, 105, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(await target.FinalCountAsync(), load.Sink.Requests);
        var aborted = load.Sink.Tags(BuiltInMetrics.HttpReqs).Count(t => t.TryGetValue("error", out var error) && error == "context canceled");
        Assert.InRange(aborted, 1, 30);
        Assert.Equal(aborted, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.InRange(load.Sink.Requests - load.Sink.Sum(BuiltInMetrics.Iterations), aborted, 30);
    }

    [Fact]
    public async Task A_stop_lets_running_iterations_finish()
    {
        var answer = new TaskCompletionSource();
        await using var target = new TargetServer(async request =>
        {
            await answer.Task;
            await request.RespondAsync();
        });
        await using var load = new TestLoad { Vus = 5, TargetUrl = target.Url };

        var running = load.RunAsync();
        await target.WaitForRequestsAsync(5);
        load.Stop();
        await Task.Delay(50);
        Assert.False(running.IsCompleted);
        answer.SetResult();
        var outcome = await running;

        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(5, load.Sink.Sum(BuiltInMetrics.Iterations));
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
    }

    [Fact]
    public async Task The_hard_end_comes_thirty_seconds_after_the_duration()
    {
        var time = new FakeTimeProvider();
        await using var target = new TargetServer(request => request.Connection.HangAsync());
        await using var load = new TestLoad
        {
            Time = time, TargetUrl = target.Url, Duration = TimeSpan.FromSeconds(10),
            Options = new HttpLoadEngineOptions { RequestTimeout = TimeSpan.FromMinutes(10) },
        };

        var running = load.RunAsync();
        await target.WaitForRequestsAsync(1);
        time.Advance(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromSeconds(29));
        await Task.Delay(50);
        Assert.False(running.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        var outcome = await running;

        Assert.Equal((true, 0, WorkerCause.None), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal("0 complete and 1 interrupted iterations.", outcome.Detail);
        Assert.Equal([1], load.Sink.Values(BuiltInMetrics.HttpReqFailed));
        Assert.Equal([40_000], load.Sink.Values(BuiltInMetrics.HttpReqDuration));
        Assert.Empty(load.Sink.Values(BuiltInMetrics.Iterations));
        Assert.True(load.Sink.Sum(BuiltInMetrics.DataSent) > 0);
    }

    [Fact]
    public async Task Think_time_is_part_of_the_iteration_and_keeps_the_connection()
    {
        var time = new ObservedTimeProvider();
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { Time = time, TargetUrl = target.Url, Sleep = TimeSpan.FromSeconds(90), Duration = TimeSpan.FromSeconds(200) };

        var running = load.RunAsync();
        for (var i = 1; i <= 3; i++)
        {
            await time.WaitForTimersAsync(load.Sleep, i);
            if (i < 3)
                time.Advance(TimeSpan.FromSeconds(90));
        }

        time.Advance(TimeSpan.FromSeconds(20));
        time.Advance(TimeSpan.FromSeconds(30));

        await running;

        // The third one slept from 180 s on: interrupted at 230 s.
        Assert.Equal([90_000, 90_000], load.Sink.Values(BuiltInMetrics.IterationDuration));
        Assert.Equal(1, target.Connections);
        Assert.Equal(3, load.Sink.Requests);
    }

    [Fact]
    public async Task A_stop_does_not_wait_for_a_long_think_time()
    {
        var time = new ObservedTimeProvider();
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { Time = time, TargetUrl = target.Url, Sleep = TimeSpan.FromMinutes(10), Duration = TimeSpan.FromHours(1) };

        var running = load.RunAsync();
        await time.WaitForTimersAsync(load.Sleep, 1);
        load.Stop();
        time.Advance(TimeSpan.FromSeconds(5));
        var outcome = await running;

        Assert.Equal((true, 103, WorkerCause.Stopped), (outcome.Succeeded, outcome.ExitCode, outcome.Cause));
        Assert.Equal(1, load.Sink.Requests);
        Assert.Empty(load.Sink.Values(BuiltInMetrics.Iterations));
    }

    [Fact]
    public async Task Vus_are_sampled_every_second()
    {
        var time = new FakeTimeProvider();
        await using var target = new TargetServer(request => request.Connection.HangAsync());
        await using var load = new TestLoad { Time = time, TargetUrl = target.Url, Vus = 3, Tags = new Dictionary<string, string> { ["region"] = "west" } };

        var running = load.RunAsync();
        await target.WaitForRequestsAsync(3);
        for (var second = 1; second <= 3; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            while (load.Sink.Values(BuiltInMetrics.Vus).Count < second)
                await Task.Delay(5);
        }

        load.Kill();
        await running;

        Assert.Equal([3, 3, 3], load.Sink.Values(BuiltInMetrics.Vus));
        Assert.Equal([3, 3, 3], load.Sink.Values(BuiltInMetrics.VusMax));
        Assert.Equal("region:west", load.Sink.Tags(BuiltInMetrics.Vus)[0].ToString());
    }

    [Fact]
    public async Task Data_is_counted_on_the_wire()
    {
        await using var target = new TargetServer(request => request.RespondAsync(body: new string('x', 3000)));
        await using var load = new TestLoad { Vus = 4, TargetUrl = target.Url };

        await load.RunAsync(iterations: 100);
        await target.FinalCountAsync();

        Assert.Equal(target.BytesReceived, load.Sink.Sum(BuiltInMetrics.DataSent));
        Assert.Equal(target.BytesSent, load.Sink.Sum(BuiltInMetrics.DataReceived));
        Assert.True(target.BytesSent > 3000 * load.Sink.Requests);
    }

    [Fact]
    public async Task A_sink_that_fails_ends_the_load_with_an_error()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { Vus = 4, TargetUrl = target.Url, OtherSink = new BrokenSink() };

        var outcome = await load.RunAsync();

        Assert.Equal(new EngineOutcome(false, 109, WorkerCause.EngineError, "The disk is full."), outcome);
    }

    [Fact]
    public async Task What_only_k6_can_do_is_refused()
    {
        var url = new Uri("http://127.0.0.1/");
        await AssertRefusedAsync(new TestLoad { TargetUrl = url, Script = "/tests/checkout.js" }, "checkout.js");
        await AssertRefusedAsync(new TestLoad { TargetUrl = url, TestType = TestType.Browser }, "browser");
        await AssertRefusedAsync(new TestLoad(), "neither requests nor a target");
        await AssertRefusedAsync(new TestLoad { TargetUrl = new Uri("ftp://127.0.0.1/") }, "ftp://127.0.0.1/");

        static async Task AssertRefusedAsync(TestLoad load, string says)
        {
            await using (load)
            {
                await using var engine = load.CreateEngine();
                var error = await Assert.ThrowsAsync<NotSupportedException>(() => engine.PrepareAsync(CancellationToken.None));
                Assert.Contains(says, error.Message);
            }
        }
    }

    [Fact]
    public void The_bounds_are_those_of_k6()
    {
        var options = new HttpLoadEngineOptions();

        Assert.Equal(TimeSpan.FromSeconds(60), options.RequestTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.ConnectTimeout);
        Assert.Equal(TimeSpan.FromSeconds(30), options.GracefulStop);
        Assert.Equal(TimeSpan.FromSeconds(5), options.StopGrace);
        Assert.Equal(10, options.MaxRedirects);
        Assert.Null(options.TrustedRoots);
    }

    [Fact]
    public async Task Describes_itself()
    {
        await using var load = new TestLoad { TargetUrl = new Uri("http://127.0.0.1/") };
        await using var engine = load.CreateEngine();

        Assert.Matches(@"^http \d+\.\d+\.\d+$", engine.Description);
    }

    private sealed class BrokenSink : ISampleSink
    {
        public void Record(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples) => throw new IOException("The disk is full.");

        public void Record(TagSet tags, in SampleSummary summary) => throw new NotSupportedException();
    }
}

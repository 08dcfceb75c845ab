using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.Http;

public sealed class TimingTests
{
    [Fact]
    public async Task Waiting_is_the_time_until_the_answer_begins()
    {
        await using var target = new TargetServer(async request =>
        {
            await Task.Delay(100);
            await request.RespondAsync();
        });
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 3);

        // On a busy machine a part of the time goes to sending: the clock is read late.
        Assert.All(load.Sink.Values(BuiltInMetrics.HttpReqDuration), duration => Assert.True(duration >= 90));
        Assert.True(load.Sink.Values(BuiltInMetrics.HttpReqWaiting).Max() >= 90);
        AssertAddsUp(load.Sink);
    }

    [Fact]
    public async Task Receiving_is_the_time_from_the_first_byte_to_the_last()
    {
        await using var target = new TargetServer(async request =>
        {
            await request.Connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nabc");
            await Task.Delay(100);
            await request.Connection.SendAsync("def");
        });
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 2);

        Assert.True(load.Sink.Values(BuiltInMetrics.HttpReqReceiving).Max() >= 50);
        AssertAddsUp(load.Sink);
    }

    [Fact]
    public async Task Sending_is_the_time_that_the_body_takes()
    {
        var body = new string('x', 20 * 1024 * 1024);
        await using var target = new TargetServer(request => request.RespondAsync());
        var request = TestLoad.Get(target.Url) with { Method = "POST", Body = body };
        await using var load = new TestLoad { Requests = [request] };

        await load.RunAsync(iterations: 1);

        Assert.True(load.Sink.Values(BuiltInMetrics.HttpReqSending)[0] > 1);
        Assert.True(load.Sink.Sum(BuiltInMetrics.DataSent) > body.Length);
        Assert.Equal(body.Length, target.Requests[0].Body.Length);
        AssertAddsUp(load.Sink);
    }

    [Fact]
    public async Task Only_a_new_connection_costs_time()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 5);

        var blocked = load.Sink.Values(BuiltInMetrics.HttpReqBlocked);
        var connecting = load.Sink.Values(BuiltInMetrics.HttpReqConnecting);
        Assert.True(connecting[0] > 0);
        Assert.True(blocked[0] >= connecting[0]);
        Assert.All(blocked.Skip(1).Concat(connecting.Skip(1)), time => Assert.Equal(0, time));
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqTlsHandshaking));
        Assert.Equal(1, target.Connections);
    }

    [Fact]
    public async Task The_time_of_a_sample_is_the_end_of_its_request()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { TargetUrl = target.Url };

        var before = TimeProvider.System.GetUtcNow();
        await load.RunAsync(iterations: 2);

        Assert.All(load.Sink.Records, record => Assert.InRange(record.Time, before, TimeProvider.System.GetUtcNow()));
    }

    private static void AssertAddsUp(CollectingSink sink)
    {
        var parts = sink.Sum(BuiltInMetrics.HttpReqSending) + sink.Sum(BuiltInMetrics.HttpReqWaiting) + sink.Sum(BuiltInMetrics.HttpReqReceiving);
        Assert.Equal(parts, sink.Sum(BuiltInMetrics.HttpReqDuration), tolerance: 0.001);
        Assert.True(sink.Sum(BuiltInMetrics.HttpReqDuration) <= sink.Sum(BuiltInMetrics.IterationDuration));
    }
}

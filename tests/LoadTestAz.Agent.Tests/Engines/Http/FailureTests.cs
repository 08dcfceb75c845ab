using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Metrics;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>Whatever the target does is a failed request with k6's tags, never a crash.</summary>
public sealed class FailureTests
{
    [Theory]
    [InlineData("reset", "1220", "read: connection reset by peer")]
    [InlineData("reset in body", "1220", "read: connection reset by peer")]
    [InlineData("close", "1000", "EOF")]
    [InlineData("close in head", "1000", "unexpected EOF")]
    [InlineData("close in body", "1000", "unexpected EOF")]
    [InlineData("close in chunk", "1000", "unexpected EOF")]
    [InlineData("garbage", "1000", "malformed HTTP response")]
    [InlineData("bad header", "1000", "malformed HTTP response")]
    [InlineData("bad chunk", "1000", "malformed HTTP response")]
    [InlineData("endless header", "1000", "response headers exceeded the limit")]
    [InlineData("redirect to nowhere", "1000", "failed to parse Location header")]
    public async Task A_broken_answer_is_a_failed_request(string how, string code, string error)
    {
        await using var target = new TargetServer(request => Misbehaviour.AnswerAsync(how, request));
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 3);

        load.AssertAllFailed(3, code, error);
        Assert.Equal(3, await target.FinalCountAsync());
        Assert.All(load.Sink.Values(BuiltInMetrics.HttpReqWaiting), waiting => Assert.True(waiting > 0));
    }

    [Theory]
    [InlineData("close", "1000", "EOF")]
    [InlineData("reset", "1220", "read: connection reset by peer")]
    public async Task A_request_is_not_sent_twice_when_a_busy_connection_breaks(string how, string code, string error)
    {
        await using var target = new TargetServer(request => request.Number % 5 == 0 ? Misbehaviour.AnswerAsync(how, request) : request.RespondAsync());
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 50);

        Assert.Equal(50, await target.FinalCountAsync());
        Assert.Equal(50, load.Sink.Requests);
        Assert.Equal(10, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal([null, code], load.Sink.TagValues("error_code"));
        Assert.Equal([null, error], load.Sink.TagValues("error"));
        Assert.Equal(10, target.Connections);
    }

    [Fact]
    public async Task An_idle_connection_that_the_server_gave_up_fails_nothing()
    {
        var time = new FakeTimeProvider();
        await using var target = new TargetServer(async request =>
        {
            await request.RespondAsync();
            request.Connection.Close();
        });
        await using var load = new TestLoad { Time = time, TargetUrl = target.Url, Sleep = TimeSpan.FromSeconds(5) };

        var running = load.RunAsync(iterations: 3);
        while (!running.IsCompleted)
        {
            await Task.Delay(20);
            time.Advance(TimeSpan.FromSeconds(5));
        }

        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(await target.FinalCountAsync(), load.Sink.Requests);
    }

    [Fact]
    public async Task A_hanging_target_is_given_up_after_the_timeout()
    {
        var time = new FakeTimeProvider();
        await using var target = new TargetServer(request => request.Connection.HangAsync());
        await using var load = new TestLoad { Time = time, TargetUrl = target.Url };

        var running = load.RunAsync(iterations: 2);
        for (var i = 1; i <= 2; i++)
        {
            await target.WaitForRequestsAsync(i);
            time.Advance(TimeSpan.FromSeconds(60));
        }

        await running;

        load.AssertAllFailed(2, "1050", "request timeout");
        Assert.Equal([60_000, 60_000], load.Sink.Values(BuiltInMetrics.HttpReqDuration));
        Assert.Equal(2, await target.FinalCountAsync());
    }

    [Fact]
    public async Task A_body_that_does_not_end_is_given_up_after_the_timeout()
    {
        await using var target = new TargetServer(async request =>
        {
            await request.Connection.SendAsync("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc");
            await request.Connection.HangAsync();
        });
        await using var load = new TestLoad
        {
            TargetUrl = target.Url, Options = new HttpLoadEngineOptions { RequestTimeout = TimeSpan.FromMilliseconds(200) },
        };

        await load.RunAsync(iterations: 2);

        load.AssertAllFailed(2, "1050", "request timeout");
        Assert.All(load.Sink.Values(BuiltInMetrics.HttpReqReceiving), receiving => Assert.True(receiving > 0));
    }

    [Theory]
    [InlineData("X Y", "value", "net/http: invalid header field name \"X Y\"")]
    [InlineData("X", "a\r\nb", "net/http: invalid header field value for \"X\"")]
    public async Task A_header_that_can_not_be_sent_is_a_failed_request(string name, string value, string error)
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        var request = TestLoad.Get(target.Url) with { Headers = new Dictionary<string, string> { [name] = value } };
        await using var load = new TestLoad { Requests = [request] };

        await load.RunAsync(iterations: 2);

        load.AssertAllFailed(2, "1000", error);
        Assert.Equal(0, await target.FinalCountAsync());
    }

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(500)]
    [InlineData(503)]
    public async Task An_error_status_has_its_own_error_code(int status)
    {
        await using var target = new TargetServer(request => request.RespondAsync(status));
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 2);

        var tags = load.Sink.Tags(BuiltInMetrics.HttpReqFailed)[0];
        Assert.Equal([1, 1], load.Sink.Values(BuiltInMetrics.HttpReqFailed));
        Assert.Equal($"{status}", tags.TryGetValue("status", out var s) ? s : null);
        Assert.Equal($"{1000 + status}", tags.TryGetValue("error_code", out var code) ? code : null);
        Assert.False(tags.TryGetValue("error", out _));
        Assert.Empty(load.Log);
    }

    [Fact]
    public async Task A_huge_body_is_read_and_forgotten()
    {
        const int Size = 200 * 1024 * 1024;
        var block = new byte[1024 * 1024];
        await using var target = new TargetServer(async request =>
        {
            await request.Connection.SendAsync($"HTTP/1.1 200 OK\r\nContent-Length: {Size}\r\n\r\n");
            for (var sent = 0; sent < Size; sent += block.Length)
                await request.Connection.SendAsync(block);
        });
        await using var load = new TestLoad { TargetUrl = target.Url };

        var before = GC.GetTotalMemory(forceFullCollection: true);
        await load.RunAsync(iterations: 1);

        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.True(load.Sink.Sum(BuiltInMetrics.DataReceived) > Size);
        Assert.InRange(GC.GetTotalMemory(forceFullCollection: true) - before, long.MinValue, 50 * 1024 * 1024);
    }

    [Fact]
    public async Task A_body_that_ends_with_the_connection_is_whole()
    {
        await using var target = new TargetServer(async request =>
        {
            await request.Connection.SendAsync("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n" + new string('x', 100_000));
            request.Connection.Close();
        });
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 3);
        await target.FinalCountAsync();

        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(target.BytesSent, load.Sink.Sum(BuiltInMetrics.DataReceived));
    }

    [Fact]
    public async Task An_offer_to_switch_protocols_does_not_hang()
    {
        await using var target = new TargetServer(request =>
            request.Connection.SendAsync("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n"));
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 2);

        Assert.Equal([1, 1], load.Sink.Values(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(["101"], load.Sink.TagValues("status"));
    }
}

using System.Net;
using System.Net.Sockets;
using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>A connection that does not come about is a failed request with k6's tags.</summary>
public sealed class ConnectFailureTests
{
    [Fact]
    public async Task A_refused_connection_is_a_failed_request_and_one_line_in_the_log()
    {
        await using var load = new TestLoad { TargetUrl = new Uri($"http://127.0.0.1:{ClosedPort()}/"), Vus = 3 };

        var outcome = await load.RunAsync(iterations: 200);

        Assert.True(outcome.Succeeded);
        load.AssertAllFailed(load.Sink.Requests, "1212", "dial: connection refused");
        Assert.True(load.Sink.Requests >= 200);
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqDuration));
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.DataSent));
        Assert.Collection(
            load.Log,
            first => Assert.Contains("dial: connection refused (error_code 1212)", first),
            last => Assert.Contains($"{load.Sink.Requests} with dial: connection refused", last));
    }

    [Fact]
    public async Task A_refusing_target_does_not_keep_the_load_from_ending()
    {
        await using var load = new TestLoad
        {
            TargetUrl = new Uri($"http://127.0.0.1:{ClosedPort()}/"), Vus = 50, Duration = TimeSpan.FromMilliseconds(300),
        };

        await load.RunAsync().WaitAsync(TimeSpan.FromSeconds(30));

        // How many there are within the time is the busy machine's affair.
        Assert.True(load.Sink.Requests >= 1);
    }

    [Fact]
    public async Task A_connection_that_takes_too_long_is_a_dial_timeout()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Elsewhere a full backlog refuses.");

        // A backlog that is full: further connections are neither taken nor refused.
        using var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog: 0);
        var endPoint = (IPEndPoint)listener.LocalEndPoint!;
        using var first = new TcpClient();
        await first.ConnectAsync(endPoint);
        await using var load = new TestLoad
        {
            TargetUrl = new Uri($"http://127.0.0.1:{endPoint.Port}/"),
            Options = new HttpLoadEngineOptions { ConnectTimeout = TimeSpan.FromMilliseconds(100) },
        };

        await load.RunAsync(iterations: 2);

        load.AssertAllFailed(2, "1211", "dial: i/o timeout");
    }

    [Fact]
    public async Task An_unknown_host_is_a_failed_request()
    {
        await using var load = new TestLoad { TargetUrl = new Uri("http://no-such-host.invalid/") };

        await load.RunAsync(iterations: 2);

        Assert.Equal(2, load.Sink.Requests);
        Assert.Equal(2, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.All(load.Sink.TagValues("error_code"), code => Assert.Contains(code, new[] { "1100", "1101" }));
    }

    internal static int ClosedPort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }
}

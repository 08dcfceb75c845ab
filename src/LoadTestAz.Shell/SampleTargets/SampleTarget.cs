using System.Net;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace LoadTestAz.Shell.SampleTargets;

/// <summary>
/// A web server on loopback to rehearse load tests against: endpoints of known latency and failures, and exact counts of
/// what it served. Kestrel without the generic host, which would take Ctrl+C for itself.
/// </summary>
internal sealed class SampleTarget : IDisposable
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(5);

    private readonly KestrelServer _server;
    private readonly RequestCounter _counter;
    private readonly CancellationTokenSource _stopping;
    private readonly TimeProvider _time;

    private SampleTarget(KestrelServer server, RequestCounter counter, CancellationTokenSource stopping, TimeProvider time)
    {
        _server = server;
        _counter = counter;
        _stopping = stopping;
        _time = time;
        Url = server.Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/";
        Port = new Uri(Url).Port;
    }

    /// <summary>Where it is served, with a slash at the end.</summary>
    public string Url { get; }

    public int Port { get; }

    /// <summary>Starts a target.</summary>
    /// <param name="port">0 for a free one.</param>
    /// <param name="random">Where the latencies come from.</param>
    /// <param name="time">What they are waited by.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public static SampleTarget Start(int port, Random random, TimeProvider time)
    {
        var options = new KestrelServerOptions { AddServerHeader = false, Limits = { MaxRequestBodySize = null } };
        options.Listen(IPAddress.Loopback, port, l => l.Protocols = HttpProtocols.Http1);
        var sockets = new SocketTransportFactory(Options.Create(new SocketTransportOptions()), NullLoggerFactory.Instance);
        var server = new KestrelServer(Options.Create(options), sockets, NullLoggerFactory.Instance);
        var counter = new RequestCounter();
        var stopping = new CancellationTokenSource();
        try
        {
            server.StartAsync(new SampleApplication(counter, new Latency(random, time), stopping.Token), CancellationToken.None).GetAwaiter().GetResult();
        }
        catch
        {
            server.Dispose();
            stopping.Dispose();
            throw;
        }

        return new SampleTarget(server, counter, stopping, time);
    }

    public SampleTargetStatistics GetStatistics() => _counter.Snapshot(Url, Port);

    /// <summary>Stops it; requests that wait or hang are broken off.</summary>
    public void Dispose()
    {
        if (_stopping.IsCancellationRequested)
            return;
        _stopping.Cancel();
        using (var patience = new CancellationTokenSource(StopTime, _time))
            _server.StopAsync(patience.Token).GetAwaiter().GetResult();
        _server.Dispose();
        _stopping.Dispose();
    }
}

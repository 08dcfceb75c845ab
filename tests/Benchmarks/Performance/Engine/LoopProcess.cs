using System.Globalization;
using System.Net.Sockets;
using LoadTestAz.Benchmarks.Measuring;

namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>Loops that only count, in a process of their own: what is possible with what our engine stands on.</summary>
internal static class LoopProcess
{
    /// <summary>What makes this program such a loop; its kind, the address, the connections and the seconds follow.</summary>
    public const string Command = "loop";

    /// <summary>What sends: SocketsHttpHandler, or a socket whose bytes nobody understands.</summary>
    public const string Handler = "handler", Sockets = "sockets";

    /// <summary>Makes the load once.</summary>
    public static async Task<EngineFigures> RunAsync(string kind, EngineJob job, CancellationToken cancellationToken)
    {
        var start = OwnProgram.Start(Command, kind, job.Target.AbsoluteUri, job.Connections.ToString(CultureInfo.InvariantCulture), job.Seconds.ToString(CultureInfo.InvariantCulture));
        var (output, _) = await MeasuredProcess.RunAsync(start, cancellationToken).ConfigureAwait(false);
        return new EngineFigures(double.Parse(output, CultureInfo.InvariantCulture) / job.Seconds);
    }

    /// <summary>Is such a process, and writes how many requests were answered.</summary>
    public static async Task RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var (target, connections, seconds) = (new Uri(arguments[1]), int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture));
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        end.CancelAfter(TimeSpan.FromSeconds(seconds));
        Func<Uri, CancellationToken, Task<long>> loop = arguments[0] == Sockets ? LoopSocketAsync : LoopHandlerAsync;
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => loop(target, end.Token), CancellationToken.None))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await output.WriteLineAsync(counts.Sum().ToString(CultureInfo.InvariantCulture)).ConfigureAwait(false);
    }

    private static async Task<long> LoopHandlerAsync(Uri target, CancellationToken end)
    {
        // One for each connection, as each virtual user has one.
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
        for (var count = 0L; ; count++)
        {
            if (end.IsCancellationRequested)
                return count;
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            using var response = await client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            await response.Content.CopyToAsync(Stream.Null, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private static async Task<long> LoopSocketAsync(Uri target, CancellationToken end)
    {
        var (request, answer) = (System.Text.Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {target.Authority}\r\n\r\n"), new byte[4096]);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target.Host, target.Port, CancellationToken.None).ConfigureAwait(false);
        for (var count = 0L; ; count++)
        {
            if (end.IsCancellationRequested)
                return count;
            await socket.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            await socket.ReceiveAsync(answer, CancellationToken.None).ConfigureAwait(false);
        }
    }
}

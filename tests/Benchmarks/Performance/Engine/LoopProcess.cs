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
        var counts = output.Split(' ').Select(n => double.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new EngineFigures(counts[1] / job.Seconds, counts[0] + counts[1]);
    }

    /// <summary>Is such a process, and writes how many requests were answered before the seconds that count, and in them.</summary>
    public static async Task RunAsync(string[] arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var (target, connections, seconds) = (new Uri(arguments[1]), int.Parse(arguments[2], CultureInfo.InvariantCulture), int.Parse(arguments[3], CultureInfo.InvariantCulture));
        using var begin = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        begin.CancelAfter(TimeSpan.FromSeconds(WarmUp.Seconds));
        end.CancelAfter(TimeSpan.FromSeconds(WarmUp.Seconds + seconds));
        Func<Uri, CancellationToken, CancellationToken, Task<(long Before, long Counted)>> loop = arguments[0] == Sockets ? LoopSocketAsync : LoopHandlerAsync;
        var counts = await Task.WhenAll(Enumerable.Range(0, connections).Select(_ => Task.Run(() => loop(target, begin.Token, end.Token), CancellationToken.None))).ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{counts.Sum(c => c.Before)} {counts.Sum(c => c.Counted)}")).ConfigureAwait(false);
    }

    private static async Task<(long Before, long Counted)> LoopHandlerAsync(Uri target, CancellationToken begin, CancellationToken end)
    {
        // One for each connection, as each virtual user has one.
        using var client = new HttpMessageInvoker(new SocketsHttpHandler { UseCookies = false, AllowAutoRedirect = false, UseProxy = false, ActivityHeadersPropagator = null });
        var (before, counted) = (0L, 0L);
        while (!end.IsCancellationRequested)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, target);
            using var response = await client.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            await response.Content.CopyToAsync(Stream.Null, CancellationToken.None).ConfigureAwait(false);
            _ = begin.IsCancellationRequested ? counted++ : before++;
        }

        return (before, counted);
    }

    private static async Task<(long Before, long Counted)> LoopSocketAsync(Uri target, CancellationToken begin, CancellationToken end)
    {
        var (request, answer) = (System.Text.Encoding.ASCII.GetBytes($"GET / HTTP/1.1\r\nHost: {target.Authority}\r\n\r\n"), new byte[4096]);
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(target.Host, target.Port, CancellationToken.None).ConfigureAwait(false);
        var (before, counted) = (0L, 0L);
        while (!end.IsCancellationRequested)
        {
            await socket.SendAsync(request, CancellationToken.None).ConfigureAwait(false);
            await socket.ReceiveAsync(answer, CancellationToken.None).ConfigureAwait(false);
            _ = begin.IsCancellationRequested ? counted++ : before++;
        }

        return (before, counted);
    }
}

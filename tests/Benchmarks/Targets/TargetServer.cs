using System.Net;
using System.Net.Sockets;

namespace LoadTestAz.Benchmarks.Targets;

/// <summary>
/// A server that answers every request with the same few bytes, as cheaply as can be: it shares the processors with what
/// is measured. For requests without a body, which do not come in pieces or several at once.
/// </summary>
internal static class TargetServer
{
    private static readonly byte[] Answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 12\r\n\r\nhello world\n"u8.ToArray();

    // Most between 10 and 16 ms, none above 24: each thousand answers wait alike, whoever asks. No wait is longer than twice
    // their mean, so that wrk finds nothing to correct.
    private static readonly TimeSpan[] Waits = Shuffled([.. Enumerable.Range(0, 1000).Select(i => TimeSpan.FromMilliseconds(10 + (14 * (1 - Math.Sqrt(1 - (i / 1000.0))))))]);

    private static int _waits;

    /// <summary>Serves on a free loopback port, which it writes as the first line, until its input ends.</summary>
    /// <param name="input">Its end is the server's.</param>
    /// <param name="output">Takes the port.</param>
    /// <param name="waits">Whether it answers after some milliseconds, as servers do that have something to do, or at once.</param>
    /// <param name="cancellationToken">Ends it, too.</param>
    public static async Task ServeAsync(TextReader input, TextWriter output, bool waits, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 1024);
        await output.WriteLineAsync($"{((IPEndPoint)listener.LocalEndpoint).Port}").ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = AcceptAsync(listener, waits, ended.Token);
        await input.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static TimeSpan[] Shuffled(TimeSpan[] waits)
    {
        new Random(1).Shuffle(waits);
        return waits;
    }

    private static async Task AcceptAsync(TcpListener listener, bool waits, CancellationToken cancellationToken)
    {
        while (true)
            _ = AnswerAsync(await listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false), waits, cancellationToken);
    }

    private static async Task AnswerAsync(Socket socket, bool waits, CancellationToken cancellationToken)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var request = new byte[16 << 10];
            try
            {
                while (await socket.ReceiveAsync(request, cancellationToken).ConfigureAwait(false) > 0)
                {
                    if (waits)
                        await Task.Delay(Waits[(uint)Interlocked.Increment(ref _waits) % (uint)Waits.Length], TimeProvider.System, cancellationToken).ConfigureAwait(false);
                    await socket.SendAsync(Answer, cancellationToken).ConfigureAwait(false);
                }
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The client has gone, or the measurement is over.
            }
        }
    }
}

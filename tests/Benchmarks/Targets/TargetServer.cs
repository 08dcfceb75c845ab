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

    /// <summary>Serves on a free loopback port, which it writes as the first line, until its input ends.</summary>
    public static async Task ServeAsync(TextReader input, TextWriter output, CancellationToken cancellationToken)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start(backlog: 1024);
        await output.WriteLineAsync($"{((IPEndPoint)listener.LocalEndpoint).Port}").ConfigureAwait(false);
        await output.FlushAsync(cancellationToken).ConfigureAwait(false);
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var accepting = AcceptAsync(listener, ended.Token);
        await input.ReadLineAsync(cancellationToken).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        await accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private static async Task AcceptAsync(TcpListener listener, CancellationToken cancellationToken)
    {
        while (true)
            _ = AnswerAsync(await listener.AcceptSocketAsync(cancellationToken).ConfigureAwait(false), cancellationToken);
    }

    private static async Task AnswerAsync(Socket socket, CancellationToken cancellationToken)
    {
        using (socket)
        {
            socket.NoDelay = true;
            var request = new byte[16 << 10];
            try
            {
                while (await socket.ReceiveAsync(request, cancellationToken).ConfigureAwait(false) > 0)
                    await socket.SendAsync(Answer, cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // The client has gone, or the measurement is over.
            }
        }
    }
}

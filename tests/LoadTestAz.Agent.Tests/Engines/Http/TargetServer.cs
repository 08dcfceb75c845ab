using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>An HTTP/1.1 server on plain sockets that does what a test tells it, however wrong, and counts what it got.</summary>
internal sealed class TargetServer : IAsyncDisposable
{
    public long BytesReceived;
    public long BytesSent;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _closing = new();
    private readonly ConcurrentQueue<TargetRequest> _requests = new();
    private readonly ConcurrentBag<Task> _connections = [];
    private readonly Func<TargetRequest, Task> _handle;
    private readonly X509Certificate2? _certificate;
    private readonly Task _accepting;
    private int _count;

    public TargetServer(Func<TargetRequest, Task> handle, X509Certificate2? certificate = null)
    {
        (_handle, _certificate) = (handle, certificate);
        _listener.Start(backlog: 1024);
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public Uri Url => new($"{(_certificate is null ? "http" : "https")}://127.0.0.1:{Port}/");

    /// <summary>Requests that arrived whole.</summary>
    public IReadOnlyList<TargetRequest> Requests => [.. _requests];

    public int Connections => _connections.Count;

    /// <summary>How many requests arrived, once all connections are closed and nothing more can come.</summary>
    public async Task<int> FinalCountAsync()
    {
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_connections);
        return _requests.Count;
    }

    public async Task WaitForRequestsAsync(int count)
    {
        while (_requests.Count < count)
            await Task.Delay(5);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await FinalCountAsync();
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var socket = await _listener.AcceptSocketAsync(_closing.Token);
                _connections.Add(Task.Run(() => ServeAsync(socket)));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
        }
    }

    private async Task ServeAsync(Socket socket)
    {
        socket.NoDelay = true;
        await using var plain = new CountingStream(socket, this);
        try
        {
            await using var stream = _certificate is null ? plain : await SecureAsync(plain, _certificate);
            var connection = new TargetConnection(socket, stream, _closing.Token);
            while (await ReadRequestAsync(stream, connection) is { } request)
            {
                _requests.Enqueue(request);
                await _handle(request);
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or SocketException or AuthenticationException)
        {
        }
    }

    private static async Task<Stream> SecureAsync(Stream plain, X509Certificate2 certificate)
    {
        var stream = new SslStream(plain);
        await stream.AuthenticateAsServerAsync(certificate);
        return stream;
    }

    private async Task<TargetRequest?> ReadRequestAsync(Stream stream, TargetConnection connection)
    {
        var buffer = new byte[64 * 1024];
        var (length, head) = (0, -1);
        while (head < 0)
        {
            var read = await stream.ReadAsync(buffer.AsMemory(length), _closing.Token);
            if (read == 0)
                return null;
            length += read;
            head = buffer.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
        }

        var lines = Encoding.Latin1.GetString(buffer, 0, head).Split("\r\n");
        var headers = lines.Skip(1).Select(l => l.Split(": ", 2)).ToDictionary(p => p[0], p => p[1], StringComparer.OrdinalIgnoreCase);
        var bodyLength = headers.TryGetValue("Content-Length", out var text) ? int.Parse(text) : 0;
        Array.Resize(ref buffer, Math.Max(buffer.Length, head + 4 + bodyLength));
        while (length < head + 4 + bodyLength)
            length += await stream.ReadAsync(buffer.AsMemory(length), _closing.Token);
        var start = lines[0].Split(' ');
        var body = Encoding.UTF8.GetString(buffer, head + 4, bodyLength);
        return new TargetRequest(start[0], start[1], headers, body, Interlocked.Increment(ref _count), connection);
    }
}

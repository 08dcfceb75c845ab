using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>
/// The end of k6's OpenTelemetry output: as much of an HTTP/1.1 server as its exporter needs, on a free loopback port.
/// Only who knows its path is heard, so other programs on the machine can't put figures into a result. Whatever comes,
/// it takes a bounded amount of memory and time.
/// </summary>
internal sealed class OtlpReceiver : IAsyncDisposable
{
    /// <summary>The largest request; k6 sends no larger one either (otlpmetrichttp, DefaultMaxRequestSize).</summary>
    public const int MaxBodyBytes = 64 << 20;

    private const int MaxHeadBytes = 16 << 10;

    // k6 has one; who else tries does not get far.
    private const int MaxConnections = 8;

    // k6 gives up a request after ten seconds.
    private static readonly TimeSpan RequestTime = TimeSpan.FromSeconds(30);

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, Task> _connections = new();
    private readonly TaskCompletionSource _failure = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private readonly Action<ReadOnlyMemory<byte>> _take;
    private readonly TimeProvider _time;
    private readonly Task _accepting;
    private long _refused;

    /// <summary>Begins to listen.</summary>
    /// <param name="take">Takes the body of a request; <see cref="InvalidDataException"/> refuses it, any other exception is <see cref="Failure"/>.</param>
    /// <param name="time">Bounds each request.</param>
    public OtlpReceiver(Action<ReadOnlyMemory<byte>> take, TimeProvider time)
    {
        (_take, _time) = (take, time);
        Path = "/" + Convert.ToHexString(RandomNumberGenerator.GetBytes(16));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Host and port.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");

    /// <summary>Where requests go; nobody can guess it.</summary>
    public string Path { get; }

    /// <summary>Faulted when what came could not be taken any more; never done otherwise.</summary>
    public Task Failure => _failure.Task;

    /// <summary>How many requests were refused.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Why the last of them was.</summary>
    public string? RefusedBecause { get; private set; }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_closing.IsCancellationRequested)
            return;
        await _closing.CancelAsync().ConfigureAwait(false);
        _listener.Dispose();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_connections.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_closing.IsCancellationRequested)
        {
            var socket = await _listener.AcceptSocketAsync(_closing.Token).ConfigureAwait(false);
            if (_connections.Count >= MaxConnections)
            {
                socket.Dispose();
                continue;
            }

            // Entered before it runs, so that its end finds it there.
            var start = new TaskCompletionSource();
            _connections[socket] = ServeAsync(socket, start.Task);
            start.SetResult();
        }
    }

    private async Task ServeAsync(Socket socket, Task start)
    {
        await start.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        try
        {
            using var stream = new NetworkStream(socket, ownsSocket: true);
            while (await ServeOneAsync(stream).ConfigureAwait(false))
            {
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException)
        {
            // k6 has gone, or this one is to go.
        }
        finally
        {
            _connections.TryRemove(socket, out _);
        }
    }

    /// <returns>Whether the connection is good for another request.</returns>
    private async Task<bool> ServeOneAsync(NetworkStream stream)
    {
        // The first byte may take as long as k6 likes; what follows it may not.
        var head = new byte[MaxHeadBytes];
        var length = await stream.ReadAsync(head.AsMemory(0, 1), _closing.Token).ConfigureAwait(false);
        if (length == 0)
            return false;
        using var bound = new CancellationTokenSource(RequestTime, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(bound.Token, _closing.Token);
        int end;
        while ((end = head.AsSpan(0, length).IndexOf("\r\n\r\n"u8)) < 0)
        {
            var read = length == head.Length ? 0 : await stream.ReadAsync(head.AsMemory(length), either.Token).ConfigureAwait(false);
            if (read == 0)
                return false;
            length += read;
        }

        var (status, bodyLength) = Judge(Encoding.Latin1.GetString(head, 0, end));
        if (status == 200)
        {
            var body = new byte[bodyLength];
            var early = Math.Min(length - end - 4, bodyLength);
            head.AsSpan(end + 4, early).CopyTo(body);
            await stream.ReadExactlyAsync(body.AsMemory(early), either.Token).ConfigureAwait(false);
            status = Take(body);
        }
        else
        {
            Refuse($"HTTP status {status}");
        }

        var answer = string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {status} {(HttpStatusCode)status}\r\nContent-Type: application/x-protobuf\r\nContent-Length: 0\r\n{(status == 200 ? "" : "Connection: close\r\n")}\r\n");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(answer), either.Token).ConfigureAwait(false);
        return status == 200;
    }

    private (int Status, int BodyLength) Judge(string head)
    {
        var lines = head.Split("\r\n");
        if (lines[0] != $"POST {Path} HTTP/1.1")
            return (404, 0);
        string? length = null;
        foreach (var line in lines.Skip(1))
        {
            var colon = line.IndexOf(':');
            var name = colon < 0 ? "" : line[..colon].ToLowerInvariant();
            if (name is "transfer-encoding" or "content-encoding")
                return (415, 0);
            if (name == "content-length")
                length = line[(colon + 1)..].Trim();
        }

        if (!long.TryParse(length, NumberStyles.None, CultureInfo.InvariantCulture, out var bytes))
            return (411, 0);
        return bytes <= MaxBodyBytes ? (200, (int)bytes) : (413, 0);
    }

    private int Take(ReadOnlyMemory<byte> body)
    {
        try
        {
            _take(body);
            return 200;
        }
        catch (InvalidDataException e)
        {
            Refuse(e.Message);
            return 400;
        }
        catch (Exception e)
        {
            // A sink that takes no more, such as for want of memory: to go on would be load that nobody measures.
            _failure.TrySetException(e);
            return 500;
        }
    }

    private void Refuse(string why)
    {
        RefusedBecause = why;
        Interlocked.Increment(ref _refused);
    }
}

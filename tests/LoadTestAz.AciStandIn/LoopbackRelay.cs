using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace LoadTestAz.AciStandIn;

/// <summary>
/// A way to a server on this machine that can be cut and restored, by which a store or ARM goes out of reach for a while.
/// It passes bytes on, so whoever connects still talks TLS with the server itself.
/// </summary>
public sealed class LoopbackRelay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<TcpClient, bool> _open = new();
    private readonly Task _accepting;
    private volatile bool _cut;

    /// <summary>Opens one on a free port.</summary>
    /// <param name="target">The server; the port of its address is what counts.</param>
    public LoopbackRelay(Uri target)
    {
        _target = new IPEndPoint(IPAddress.Loopback, target.Port);
        _listener.Start();
        Endpoint = new UriBuilder(target) { Port = ((IPEndPoint)_listener.LocalEndpoint).Port }.Uri;
        _accepting = AcceptAsync();
    }

    /// <summary>The server's address by this way.</summary>
    public Uri Endpoint { get; }

    /// <summary>Breaks all connections, and every new one, until <see cref="Restore"/>.</summary>
    public void Cut()
    {
        _cut = true;
        foreach (var client in _open.Keys)
            Break(client);
    }

    /// <summary>Lets new connections pass again.</summary>
    public void Restore() => _cut = false;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Cut();
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        var relays = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                relays.RemoveAll(r => r.IsCompleted);
                relays.Add(RelayAsync(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(relays);
        }
    }

    private async Task RelayAsync(TcpClient client)
    {
        using var server = new TcpClient();
        _open[client] = true;
        try
        {
            // Looked at once the client is listed: a cut finds it in the one place or in the other.
            if (_cut)
                return;
            await server.ConnectAsync(_target, _end.Token);
            using var over = CancellationTokenSource.CreateLinkedTokenSource(_end.Token);
            var (up, down) = (client.GetStream(), server.GetStream());
            var (sending, receiving) = (up.CopyToAsync(down, over.Token), down.CopyToAsync(up, over.Token));
            await Task.WhenAny(sending, receiving);
            await over.CancelAsync();
            await Task.WhenAll(sending, receiving);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or InvalidOperationException)
        {
            // One side is gone, and so is the other now.
        }
        finally
        {
            _open.TryRemove(client, out _);
            Break(client);
        }
    }

    // With a reset instead of a farewell, as a network that fails has it.
    private static void Break(TcpClient client)
    {
        try
        {
            client.LingerState = new LingerOption(true, 0);
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or NullReferenceException)
        {
            // It is closed already.
        }

        client.Dispose();
    }
}

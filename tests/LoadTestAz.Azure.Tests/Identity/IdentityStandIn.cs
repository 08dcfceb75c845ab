using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>
/// The managed identity endpoint of a virtual machine or container (IMDS), as far as the Azure SDK asks it. Over http, as
/// the real one: https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token
/// One for the whole process, because the SDK reads its address once and keeps the tokens that it got.
/// </summary>
public sealed class IdentityStandIn : IAsyncLifetime
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private Task _serving = Task.CompletedTask;

    /// <summary>The heads of the requests so far.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public ValueTask InitializeAsync()
    {
        _listener.Start();
        Environment.SetEnvironmentVariable("AZURE_POD_IDENTITY_AUTHORITY_HOST", $"http://{_listener.LocalEndpoint}/");
        _serving = ServeAsync();
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _serving;
        _listener.Dispose();
        _end.Dispose();
    }

    private async Task ServeAsync()
    {
        try
        {
            while (true)
            {
                using var client = await _listener.AcceptTcpClientAsync(_end.Token);
                await using var stream = client.GetStream();
                Requests.Enqueue(await ReadHeadAsync(stream));
                var body = $$"""
                    {"access_token":"{{UnsignedToken.Create()}}","expires_in":"3600","expires_on":"{{TimeProvider.System.GetUtcNow().Add(UnsignedToken.Lifetime).ToUnixTimeSeconds()}}","resource":"https://storage.azure.com/","token_type":"Bearer"}
                    """;
                await stream.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\nConnection: close\r\n\r\n{body}"), _end.Token);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var buffer = new byte[4096];
        while (!head.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
        {
            var read = await stream.ReadAsync(buffer, _end.Token);
            if (read == 0)
                break;
            head.Append(Encoding.ASCII.GetString(buffer, 0, read));
        }

        return head.ToString();
    }
}

using System.Net.Sockets;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>The target's own count of the bytes on its connections.</summary>
internal sealed class CountingStream(Socket socket, TargetServer server) : NetworkStream(socket, ownsSocket: true)
{
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await base.ReadAsync(buffer, cancellationToken);
        Interlocked.Add(ref server.BytesReceived, bytes);
        return bytes;
    }

    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        await base.WriteAsync(buffer, cancellationToken);
        Interlocked.Add(ref server.BytesSent, buffer.Length);
    }
}

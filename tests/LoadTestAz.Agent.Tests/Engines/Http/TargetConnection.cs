using System.Net.Sockets;
using System.Text;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>The target's side of a connection.</summary>
internal sealed class TargetConnection(Socket socket, Stream stream, CancellationToken closing)
{
    /// <summary>Cancelled when the target goes away.</summary>
    public CancellationToken Closing { get; } = closing;

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await stream.WriteAsync(bytes, Closing);

    /// <summary>Ends the connection in good order, whatever was promised.</summary>
    public void Close() => socket.Shutdown(SocketShutdown.Both);

    /// <summary>Ends it with a TCP reset.</summary>
    public void Reset()
    {
        socket.LingerState = new LingerOption(enable: true, seconds: 0);
        socket.Dispose();
    }

    /// <summary>Says nothing until the client gives up or the target goes away.</summary>
    public async Task HangAsync()
    {
        var nothing = new byte[1];
        while (await stream.ReadAsync(nothing, Closing) > 0)
        {
        }

        throw new IOException("The client gave up.");
    }
}

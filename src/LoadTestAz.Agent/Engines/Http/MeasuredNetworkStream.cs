using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>A TCP connection that counts its bytes and, where no TLS is on top, reports the request's progress.</summary>
internal sealed class MeasuredNetworkStream(Socket socket, TrafficCounter traffic) : NetworkStream(socket, ownsSocket: true)
{
    // https://www.rfc-editor.org/rfc/rfc8446#section-5.1: change_cipher_spec, alert, handshake, application_data
    private const byte FirstTlsRecordType = 20;
    private const byte LastTlsRecordType = 23;

    private byte? _firstByte;

    /// <summary>Set once the connection is ready for requests; null below TLS.</summary>
    public ConnectionTrace? Trace { get; set; }

    /// <summary>The peer answered, but not in TLS.</summary>
    public bool PeerSpeaksNoTls => _firstByte is < FirstTlsRecordType or > LastTlsRecordType;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (bytes > 0)
        {
            _firstByte ??= buffer.Span[0];
            traffic.AddReceived(bytes);
        }

        // Reading into an empty buffer is the handler's way to wait for data.
        if (buffer.Length > 0)
            Trace?.OnRead(bytes);
        return bytes;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var request = Trace?.OnWriting(buffer.Span) == true;
        await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        traffic.AddSent(buffer.Length);
        if (request)
            Trace!.OnWrote();
    }
}

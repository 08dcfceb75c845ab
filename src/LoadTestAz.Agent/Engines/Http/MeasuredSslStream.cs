using System.Net.Security;
using System.Runtime.CompilerServices;
using System.Security.Authentication;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>
/// TLS that reports the request's progress. It must be an SslStream: SocketsHttpHandler takes one from a connect callback as
/// it is, and would put its own on any other stream.
/// </summary>
internal sealed class MeasuredSslStream(Stream inner) : SslStream(inner, leaveInnerStreamOpen: false)
{
    /// <summary>Set once the handshake is done.</summary>
    public ConnectionTrace? Trace { get; set; }

    /// <summary>k6's word for the protocol. Source: k6 lib/netext/tls.go.</summary>
    public string? TlsVersion => SslProtocol switch
    {
        SslProtocols.Tls13 => "tls1.3",
        SslProtocols.Tls12 => "tls1.2",
        _ => null,
    };

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var bytes = await base.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (buffer.Length > 0)
            Trace?.OnRead(bytes);
        return bytes;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        var request = Trace?.OnWriting(buffer.Span) == true;
        await base.WriteAsync(buffer, cancellationToken).ConfigureAwait(false);
        if (request)
            Trace!.OnWrote();
    }
}

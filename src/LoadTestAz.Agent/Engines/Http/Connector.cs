using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Makes one virtual user's connections: name, TCP and TLS each by itself, so that each can be timed.</summary>
internal sealed class Connector(
    int user, HostResolver resolver, RequestTrace request, TrafficCounter traffic, TimeProvider time, HttpLoadEngineOptions options)
{
    private static readonly List<SslApplicationProtocol> Protocols = [SslApplicationProtocol.Http2, SslApplicationProtocol.Http11];

    /// <summary>SocketsHttpHandler's connect callback.</summary>
    public async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        // The handler goes on connecting after the request has ended; here nobody else waits for the connection.
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, request.Cancellation);
        return await ConnectAsync(context.DnsEndPoint, context.InitialRequestMessage.RequestUri!, cancellation.Token);
    }

    private async Task<Stream> ConnectAsync(DnsEndPoint endPoint, Uri target, CancellationToken cancellationToken)
    {
        var (host, port) = (endPoint.Host, endPoint.Port);
        var address = await resolver.ResolveAsync(host, user, cancellationToken);
        var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            var started = time.GetTimestamp();
            await DialAsync(socket, address, port, cancellationToken);
            var dialed = time.GetTimestamp();

            var stream = new MeasuredNetworkStream(socket, traffic);
            var direct = target.Port == port && string.Equals(target.IdnHost, host, StringComparison.OrdinalIgnoreCase);
            if (direct && target.Scheme == Uri.UriSchemeHttps)
                return await SecureAsync(stream, host, started, dialed, cancellationToken);

            // Over a proxy the first bytes may be the proxy's own: there the response's header counts.
            stream.Trace = new ConnectionTrace(request, time, new ConnectTimes(started, dialed, dialed), tlsVersion: null, multiplexed: !direct);
            return stream;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>How the server's certificate is judged, also behind a proxy, where the handler makes the handshake.</summary>
    public static SslClientAuthenticationOptions TlsOptions(HttpLoadEngineOptions options) => new()
    {
        CertificateChainPolicy = options.TrustedRoots is not { } roots ? null : TrustOnly(roots),
    };

    private async Task DialAsync(Socket socket, IPAddress address, int port, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(options.ConnectTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        request.Dialing = true;
        try
        {
            await socket.ConnectAsync(address, port, either.Token);
        }
        catch (SocketException e)
        {
            throw new ConnectFailedException(RequestErrors.FromDial(e), e);
        }
        catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ConnectFailedException(RequestError.DialTimeout, e);
        }

        request.Dialing = false;
    }

    private async Task<Stream> SecureAsync(MeasuredNetworkStream inner, string host, long dialStarted, long dialed, CancellationToken cancellationToken)
    {
        var stream = new MeasuredSslStream(inner);
        RequestError? problem = null;
        var tls = TlsOptions(options);
        tls.TargetHost = host;
        tls.ApplicationProtocols = Protocols;
        tls.RemoteCertificateValidationCallback = (_, _, chain, found) => (problem = Judge(chain, found)) is null;
        try
        {
            await stream.AuthenticateAsClientAsync(tls, cancellationToken);
        }
        catch (Exception e)
        {
            await stream.DisposeAsync();
            var error = problem ?? (inner.PeerSpeaksNoTls ? RequestError.NotTls : null);
            if (error is null)
                throw;
            throw new ConnectFailedException(error, e);
        }

        stream.Trace = new ConnectionTrace(
            request, time, new ConnectTimes(dialStarted, dialed, time.GetTimestamp()), stream.TlsVersion,
            multiplexed: stream.NegotiatedApplicationProtocol == SslApplicationProtocol.Http2);
        return stream;
    }

    // In Go's order: the time, the name, then the chain.
    // https://github.com/golang/go/blob/go1.24.0/src/crypto/x509/verify.go (Verify)
    private static RequestError? Judge(X509Chain? chain, SslPolicyErrors found)
    {
        if (found == SslPolicyErrors.None)
            return null;
        if (chain?.ChainStatus.Any(s => s.Status.HasFlag(X509ChainStatusFlags.NotTimeValid)) == true)
            return RequestError.CertificateInvalid;
        return found.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch) ? RequestError.HostnameMismatch : RequestError.UnknownAuthority;
    }

    private static X509ChainPolicy TrustOnly(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }
}

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>What kept a request from getting a whole response, in k6's numbers and words.</summary>
/// <param name="Code">The tag <c>error_code</c>.</param>
/// <param name="Text">The tag <c>error</c>; from a small set, so that it makes a good tag.</param>
/// <remarks>Source: https://github.com/grafana/k6/blob/v1.0.0/lib/netext/httpext/error_codes.go</remarks>
internal sealed record RequestError(int Code, string Text)
{
    /// <summary>Added to a status of 400 and above, which is no <see cref="RequestError"/> but has an error code.</summary>
    public const int StatusBase = 1000;

    public static readonly RequestError Aborted = new(1000, "context canceled");
    public static readonly RequestError Eof = new(1000, "EOF");
    public static readonly RequestError UnexpectedEof = new(1000, "unexpected EOF");
    public static readonly RequestError MalformedResponse = new(1000, "malformed HTTP response");
    public static readonly RequestError HeadersTooLarge = new(1000, "response headers exceeded the limit");
    public static readonly RequestError BadLocation = new(1000, "failed to parse Location header");
    public static readonly RequestError CertificateInvalid = new(1000, "x509: certificate has expired or is not yet valid");
    public static readonly RequestError Timeout = new(1050, "request timeout");
    public static readonly RequestError Dns = new(1100, "lookup: failed");
    public static readonly RequestError NoSuchHost = new(1101, "lookup: no such host");
    public static readonly RequestError BrokenPipe = new(1201, "write: broken pipe");
    public static readonly RequestError Dial = new(1210, "dial: failed");
    public static readonly RequestError DialTimeout = new(1211, "dial: i/o timeout");
    public static readonly RequestError DialRefused = new(1212, "dial: connection refused");
    public static readonly RequestError ResetByPeer = new(1220, "read: connection reset by peer");
    public static readonly RequestError Tls = new(1300, "tls: handshake failed");
    public static readonly RequestError NotTls = new(1301, "tls: first record does not look like a TLS handshake");
    public static readonly RequestError UnknownAuthority = new(1310, "x509: unknown authority");
    public static readonly RequestError HostnameMismatch = new(1311, "x509: certificate doesn't match hostname");

    public override string ToString() => $"{Text} (error_code {Code})";
}

using System.Net.Sockets;
using System.Security.Authentication;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Finds k6's error for what SocketsHttpHandler throws.</summary>
internal static class RequestErrors
{
    private const int MaxTextLength = 200;

    // k6 has 14 named HTTP/2 codes, counted from 1631; 1630 is for the rest.
    private const int Http2StreamErrorBase = 1630;
    private const long LastNamedHttp2Code = 13;

    /// <summary>The first exception of the chain that says something definite, as k6 unwraps its own.</summary>
    public static RequestError From(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var error = e switch
            {
                ConnectFailedException failed => failed.Error,
                SocketException socket => FromSocket(socket.SocketErrorCode),
                HttpProtocolException http2 => FromHttp2(http2.ErrorCode),
                HttpIOException io => FromHandler(io.HttpRequestError),
                AuthenticationException => RequestError.Tls,
                _ => null,
            };
            if (error is not null)
                return error;
        }

        return exception is HttpRequestException request && FromHandler(request.HttpRequestError) is { } known
            ? known
            : Unknown(exception.GetBaseException().Message);
    }

    /// <summary>k6's error for a TCP connection that did not come about.</summary>
    public static RequestError FromDial(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => RequestError.DialRefused,
        SocketError.TimedOut => RequestError.DialTimeout,
        var other => new RequestError(1213, $"dial: unknown errno {e.NativeErrorCode} error with msg `{other}`"),
    };

    /// <summary>k6's error for a name without an address.</summary>
    public static RequestError FromLookup(SocketException e) => e.SocketErrorCode switch
    {
        SocketError.HostNotFound or SocketError.NoData => RequestError.NoSuchHost,
        _ => RequestError.Dns,
    };

    private static RequestError FromSocket(SocketError code) => code switch
    {
        // Windows reports a reset connection as aborted when it was the one to notice.
        SocketError.ConnectionReset or SocketError.ConnectionAborted => RequestError.ResetByPeer,
        SocketError.Shutdown => RequestError.BrokenPipe,
        _ => new RequestError(1202, $"unknown errno `{(int)code}` with message `{code}`"),
    };

    private static RequestError FromHttp2(long code) =>
        new(Http2StreamErrorBase + (code <= LastNamedHttp2Code ? 1 + (int)code : 0), $"http2: stream error with http2 ErrCode {code}");

    private static RequestError? FromHandler(HttpRequestError error) => error switch
    {
        HttpRequestError.ResponseEnded => RequestError.Eof,
        HttpRequestError.InvalidResponse or HttpRequestError.HttpProtocolError => RequestError.MalformedResponse,
        HttpRequestError.ConfigurationLimitExceeded => RequestError.HeadersTooLarge,
        HttpRequestError.SecureConnectionError => RequestError.Tls,
        HttpRequestError.NameResolutionError => RequestError.NoSuchHost,
        HttpRequestError.ConnectionError => RequestError.Dial,
        _ => null,
    };

    private static RequestError Unknown(string message) =>
        new(RequestError.StatusBase, message.Length <= MaxTextLength ? message : message[..MaxTextLength]);
}

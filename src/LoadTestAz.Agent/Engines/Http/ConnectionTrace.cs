namespace LoadTestAz.Agent.Engines.Http;

/// <summary>One connection's reports to the trace of the request that it carries.</summary>
internal sealed class ConnectionTrace(RequestTrace request, TimeProvider time, ConnectTimes times, string? tlsVersion, bool multiplexed)
{
    /// <summary>
    /// A server that closes a connection after less idle time than this closes it because of the request, not in spite of it.
    /// No common server's keep-alive timeout is shorter.
    /// </summary>
    public static readonly TimeSpan ShortestKeepAlive = TimeSpan.FromSeconds(1);

    private bool _used;
    private long _lastRead;

    public void OnWriting()
    {
        if (!_used)
        {
            _used = true;
            request.OnNewConnection(times);
        }

        request.OnWriting(tlsVersion);
    }

    public void OnWrote() => request.OnWrote();

    /// <param name="bytes">How many were read; 0 at the end of the stream.</param>
    public void OnRead(int bytes)
    {
        // HTTP/2 reads frames that have nothing to do with the request: there the response's header counts.
        if (multiplexed)
            return;
        if (bytes > 0)
        {
            request.OnRead();
            _lastRead = time.GetTimestamp();
        }
        else
        {
            ThrowIfAnswerIsOwed();
        }
    }

    // SocketsHttpHandler sends a request again, silently, when a reused connection ends before the answer begins. That is
    // right where the server gave up an idle connection (k6 does the same), but on a busy one it would hide a failure that
    // the target has counted. An error instead of the end of the stream keeps the handler from doing so.
    // https://github.com/dotnet/runtime/blob/v8.0.0/src/libraries/System.Net.Http/src/System/Net/Http/SocketsHttpHandler/HttpConnection.cs (SendAsync, _canRetry)
    private void ThrowIfAnswerIsOwed()
    {
        if (_lastRead != 0 && request.AwaitsFirstByte && time.GetElapsedTime(_lastRead, request.Started) < ShortestKeepAlive)
            throw new ConnectFailedException(RequestError.Eof);
    }
}

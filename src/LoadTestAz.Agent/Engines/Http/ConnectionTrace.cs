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
    private long _lastActive = times.Ready;

    /// <summary>k6's word for the version of TLS; null without TLS.</summary>
    public string? TlsVersion => tlsVersion;

    /// <returns>True when it is a part of the request, whose end is to be told to <see cref="OnWrote"/>.</returns>
    public bool OnWriting(ReadOnlySpan<byte> bytes)
    {
        if (multiplexed && !Http2Frames.CarryRequest(bytes))
            return false;
        if (!_used)
        {
            _used = true;
            request.OnNewConnection(times);
        }

        request.OnWriting(this);
        return true;
    }

    public void OnWrote() => request.OnWrote();

    /// <param name="bytes">How many were read; 0 at the end of the stream.</param>
    public void OnRead(int bytes)
    {
        // HTTP/2 reads frames that have nothing to do with the request: there the response's header counts. And an idle
        // connection may end, or speak, while the request is on another.
        if (multiplexed || request.Carrier != this)
            return;
        if (bytes > 0)
        {
            request.OnRead();
            _lastActive = time.GetTimestamp();
        }
        else
        {
            ThrowIfAnswerIsOwed();
        }
    }

    // SocketsHttpHandler sends a request again, silently and up to three times, when a connection ends before the answer
    // begins. That is right where the server gave up an idle connection (k6 does the same), but otherwise it hides a failure
    // and makes the target count requests that we don't. An error instead of the end of the stream keeps the handler from it.
    // https://github.com/dotnet/runtime/blob/v8.0.0/src/libraries/System.Net.Http/src/System/Net/Http/SocketsHttpHandler/HttpConnection.cs (SendAsync, _canRetry)
    private void ThrowIfAnswerIsOwed()
    {
        if (request.AwaitsFirstByte && time.GetElapsedTime(_lastActive, request.Started) < ShortestKeepAlive)
            throw new ConnectFailedException(RequestError.Eof);
    }
}

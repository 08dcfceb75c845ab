namespace LoadTestAz.Agent.Engines.Http;

/// <summary>
/// Notes when the parts of a virtual user's current request happened. Its connections report to it; a virtual user has
/// one request at a time, so one instance serves them all.
/// </summary>
/// <remarks>
/// The rules are those of https://github.com/grafana/k6/blob/v1.0.0/lib/netext/httpext/tracer.go (Done). One thing
/// differs: a reused connection costs no time here, where k6 shows the microseconds it took to find it.
/// </remarks>
internal sealed class RequestTrace(TimeProvider time)
{
    private readonly double _millisecondsPerTick = 1000.0 / time.TimestampFrequency;
    private ConnectTimes? _connect;
    private long _writeStarted;
    private long _wrote;
    private long _firstByte;
    private volatile ConnectionTrace? _carrier;

    /// <summary>The time of <see cref="Begin"/>.</summary>
    public long Started { get; private set; }

    /// <summary>True while a TCP connection is being made for the request.</summary>
    public bool Dialing { get; set; }

    /// <summary>The connection that carries the request; null while none does.</summary>
    public ConnectionTrace? Carrier => _carrier;

    /// <summary>At least a part of the request went out, so the target may have counted it.</summary>
    public bool HasWritten => _carrier is not null;

    /// <summary>The request is on its way and nothing of the response is here.</summary>
    public bool AwaitsFirstByte => _carrier is not null && _firstByte == 0;

    /// <summary>Ends the request when it takes too long or the load is over.</summary>
    public CancellationToken Cancellation { get; private set; }

    public void Begin(CancellationToken cancellation)
    {
        Cancellation = cancellation;
        _connect = null;
        _writeStarted = 0;
        _wrote = 0;
        _firstByte = 0;
        _carrier = null;
        Dialing = false;
        Started = time.GetTimestamp();
    }

    /// <summary>The request goes over a connection that no request has used yet.</summary>
    public void OnNewConnection(ConnectTimes times) => _connect = times;

    public void OnWriting(ConnectionTrace connection)
    {
        _carrier = connection;
        _writeStarted = time.GetTimestamp();
    }

    public void OnWrote()
    {
        _wrote = time.GetTimestamp();
    }

    public void OnRead()
    {
        if (AwaitsFirstByte)
            _firstByte = time.GetTimestamp();
    }

    public void OnHeaders()
    {
        if (_firstByte == 0)
            _firstByte = time.GetTimestamp();
    }

    /// <summary>Called once at the request's end, good or bad.</summary>
    public RequestTimings End()
    {
        var done = time.GetTimestamp();
        if (_wrote == 0)
            return default;

        // On a busy machine the answer can be read before the thread that sent the question comes to look at the clock.
        // k6 then shows no waiting at all; the start of the last write is nearer to the truth.
        var wrote = _firstByte == 0 || _wrote <= _firstByte ? _wrote : Math.Min(_writeStarted, _firstByte);

        // A connection that was begun for an earlier, abandoned request may have been ready before this one started.
        var ready = _connect is { } connect ? Math.Max(connect.Ready, Started) : Started;
        return new RequestTimings(
            Blocked: Milliseconds(Started, ready),
            Connecting: _connect is { } dial ? Milliseconds(dial.DialStarted, dial.Dialed) : 0,
            TlsHandshaking: _connect is { } tls ? Milliseconds(tls.Dialed, tls.Ready) : 0,
            Sending: Milliseconds(ready, wrote),
            Waiting: Milliseconds(wrote, _firstByte == 0 ? done : _firstByte),
            Receiving: _firstByte == 0 ? 0 : Milliseconds(_firstByte, done));
    }

    private double Milliseconds(long from, long to) => Math.Max(0, to - from) * _millisecondsPerTick;
}

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Bytes over one virtual user's connections, headers and TLS records included, since they were last taken.</summary>
internal sealed class TrafficCounter
{
    private long _sent;
    private long _received;

    // HTTP/2 reads and writes on threads of its own.
    public void AddSent(int bytes) => Interlocked.Add(ref _sent, bytes);

    public void AddReceived(int bytes) => Interlocked.Add(ref _received, bytes);

    public (long Sent, long Received) Take() => (Interlocked.Exchange(ref _sent, 0), Interlocked.Exchange(ref _received, 0));
}

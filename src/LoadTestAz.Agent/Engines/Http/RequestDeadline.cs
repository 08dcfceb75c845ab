namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Ends a virtual user's requests: each after its timeout, all at the hard end. One source serves many requests.</summary>
internal sealed class RequestDeadline(TimeSpan timeout, TimeProvider time, CancellationToken hardEnd) : IDisposable
{
    private CancellationTokenSource? _source;
    private CancellationTokenRegistration _registration;

    /// <summary>The token for the next request, whose time begins now.</summary>
    public CancellationToken Start()
    {
        if (_source is null || _source.IsCancellationRequested)
        {
            Dispose();
            _source = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
            _registration = hardEnd.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        }

        _source.CancelAfter(timeout);
        return _source.Token;
    }

    public void Dispose()
    {
        _registration.Dispose();
        _source?.Dispose();
    }
}

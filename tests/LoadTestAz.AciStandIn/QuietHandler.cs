namespace LoadTestAz.AciStandIn;

/// <summary>
/// Counts the requests of a client that are under way, so that a test which moves a clock can wait until there are none:
/// otherwise a request that takes a moment of real time arrives minutes later by the test's.
/// </summary>
internal sealed class QuietHandler(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private static readonly TimeSpan Settling = TimeSpan.FromMilliseconds(3);

    private int _underWay;
    private int _sent;

    /// <summary>Waits until no request is under way, none has been sent for a moment, and none can be about to be sent.</summary>
    public async Task UntilQuietAsync(CancellationToken cancellationToken)
    {
        int before;
        do
        {
            before = Volatile.Read(ref _sent);
            await Task.Delay(Settling, TimeProvider.System, cancellationToken);
        }
        while (Volatile.Read(ref _underWay) > 0 || ThreadPool.PendingWorkItemCount > 0 || Volatile.Read(ref _sent) != before);
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _underWay);
        Interlocked.Increment(ref _sent);
        try
        {
            var response = await base.SendAsync(request, cancellationToken);
            // Read here: what is read later would be under way still.
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}

namespace LoadTestAz.Shell.SampleTargets;

/// <summary>Random waiting times from one seeded source, for any number of threads.</summary>
internal sealed class Latency(Random random, TimeProvider time)
{
    private readonly Lock _lock = new();

    /// <summary>Waits for a time between the two, evenly spread.</summary>
    public Task WaitAsync(int leastMilliseconds, int mostMilliseconds, CancellationToken cancellationToken)
    {
        double share;
        lock (_lock)
            share = random.NextDouble();
        return WaitAsync(leastMilliseconds + share * (mostMilliseconds - leastMilliseconds), cancellationToken);
    }

    public Task WaitAsync(double milliseconds, CancellationToken cancellationToken) =>
        Task.Delay(TimeSpan.FromMilliseconds(milliseconds), time, cancellationToken);
}

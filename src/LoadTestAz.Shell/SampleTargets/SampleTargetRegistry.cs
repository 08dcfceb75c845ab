namespace LoadTestAz.Shell.SampleTargets;

/// <summary>The sample targets that run.</summary>
internal sealed class SampleTargetRegistry(TimeProvider time) : IDisposable
{
    /// <summary>The same latencies in the same order for every target: a rehearsal can be repeated.</summary>
    private const int Seed = 1;

    private readonly Lock _lock = new();
    private readonly List<SampleTarget> _targets = [];

    /// <param name="port">0 for a free one.</param>
    /// <exception cref="IOException">The port is in use.</exception>
    public SampleTarget Start(int port)
    {
        SampleTarget target = SampleTarget.Start(port, new Random(Seed), time);
        lock (_lock)
            _targets.Add(target);
        return target;
    }

    public IReadOnlyList<SampleTarget> List()
    {
        lock (_lock)
            return [.. _targets];
    }

    public void Stop(SampleTarget target)
    {
        lock (_lock)
        {
            if (!_targets.Remove(target))
                return;
        }

        target.Dispose();
    }

    public void Dispose()
    {
        foreach (SampleTarget target in List())
            Stop(target);
    }
}

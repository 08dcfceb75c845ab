using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Tests.Hosting;

/// <summary>The shell's sample target on a free loopback port, for one test.</summary>
internal sealed class LoadTarget : IDisposable
{
    private readonly SampleTarget _target = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);

    /// <summary>Its address.</summary>
    public string Url => _target.Url;

    /// <summary>Requests it has counted.</summary>
    public long Requests => _target.GetStatistics().TotalRequests;

    /// <inheritdoc/>
    public void Dispose() => _target.Dispose();
}

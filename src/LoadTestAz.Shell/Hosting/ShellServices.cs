using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// What the shell's own cmdlets share. It travels as the host's PrivateData, the one place of a host that a cmdlet can reach.
/// </summary>
internal sealed class ShellServices(TimeProvider time) : IDisposable
{
    public TimeProvider Time => time;

    /// <summary>The sample targets of this shell; they end with it.</summary>
    public SampleTargetRegistry SampleTargets { get; } = new(time);

    public void Dispose() => SampleTargets.Dispose();
}

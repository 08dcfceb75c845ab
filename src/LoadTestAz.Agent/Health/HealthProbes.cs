namespace LoadTestAz.Agent.Health;

/// <summary>The probe for the system at hand.</summary>
internal static class HealthProbes
{
    /// <summary>Linux tells by files what others don't tell without calls of their own.</summary>
    public static IHealthProbe ForThisMachine { get; } = OperatingSystem.IsLinux() ? new LinuxProbe() : new PortableProbe();
}

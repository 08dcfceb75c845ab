namespace LoadTestAz.Agent.Health;

/// <summary>Where the figures of an engine and its machine come from. Safe to use from many threads at once.</summary>
public interface IHealthProbe
{
    /// <summary>Reads all counters once; what can't be had is null.</summary>
    /// <param name="processId">The engine's process; null when there is none.</param>
    HealthReading Read(int? processId);
}

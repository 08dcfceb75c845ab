using LoadTestAz.Agent.Health;

namespace LoadTestAz.Agent.Tests.Support;

/// <summary>Figures of a machine as a test wants them; without a script there are none.</summary>
internal sealed class ScriptedProbe(Func<HealthReading>? read = null) : IHealthProbe
{
    public HealthReading Read(int? processId) => read?.Invoke() ?? default;
}

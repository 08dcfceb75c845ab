using LoadTestAz.Agent.Engines;
using LoadTestAz.Agent.Local;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Hosting;

/// <summary>The compute backends of this process.</summary>
internal static class Backends
{
    /// <summary>Workers on this machine outlive the cmdlet that started them, so there is one backend for the process.</summary>
    public static LocalComputeBackend Local { get; } = new(new EngineFactory(TimeProvider.System), TimeProvider.System);

    /// <summary>The backend that a plan's workers run on; null when this version has none.</summary>
    public static IComputeBackend? For(LoadTestPlan plan) => plan.Compute is LoadTestCompute.Local ? Local : null;
}

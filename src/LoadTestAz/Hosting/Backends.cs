using System.Collections.Concurrent;
using System.Management.Automation.Runspaces;
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

    private static readonly ConcurrentDictionary<string, Guid> Owners = new(StringComparer.Ordinal);

    /// <summary>The backend that a plan's workers run on; null when this version has none.</summary>
    public static IComputeBackend? For(LoadTestPlan plan) => plan.Compute is LoadTestCompute.Local ? Local : null;

    /// <summary>Notes that the current session started a run. A process can hold many sessions, each with the module in it.</summary>
    public static void Own(string runId) => Owners[runId] = Session;

    /// <summary>Ends the workers on this machine that the current session started; what they measured is saved.</summary>
    public static async Task EndOwnAsync(CancellationToken cancellationToken)
    {
        var session = Session;
        var own = Owners.Where(o => o.Value == session).Select(o => o.Key).ToList();
        await Task.WhenAll(own.Select(runId => Local.DeleteRunAsync(runId, cancellationToken))).ConfigureAwait(false);
        foreach (var runId in own)
            Owners.TryRemove(runId, out _);
    }

    private static Guid Session => Runspace.DefaultRunspace?.InstanceId ?? Guid.Empty;
}

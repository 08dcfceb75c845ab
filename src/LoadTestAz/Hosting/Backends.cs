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
    /// <summary>Decides for each run on this machine which engine makes its load.</summary>
    public static EngineFactory Engines { get; } = new(TimeProvider.System);

    /// <summary>Workers on this machine outlive the cmdlet that started them, so there is one backend for the process.</summary>
    public static LocalComputeBackend Local { get; } = new(Engines, TimeProvider.System);

    /// <summary>How long ended workers may take to save what they measured.</summary>
    private static readonly TimeSpan SaveBound = TimeSpan.FromSeconds(10);

    private static readonly ConcurrentDictionary<string, Guid> Owners = new(StringComparer.Ordinal);

    // A process that ends takes its workers along: they save what they measured, so that the run is stopped, not lost.
    static Backends() => AppDomain.CurrentDomain.ProcessExit += (_, _) => EndOf(Owners.Keys);

    /// <summary>The backend that a plan's workers run on.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="signIn">Who signs in, asked only where the workers are in Azure.</param>
    /// <param name="workspaceKey">The key of the plan's Log Analytics workspace; null for those who launch nothing.</param>
    /// <param name="notice">Is told about waits.</param>
    /// <exception cref="ComputeException">The plan's settings can't be used.</exception>
    public static IComputeBackend For(LoadTestPlan plan, Func<AzureSignIn> signIn, string? workspaceKey, Action<string> notice) =>
        plan.Compute is LoadTestCompute.Aci ? PrivateSide.Azure.OpenCompute(plan.Azure!, signIn(), workspaceKey, notice) : Local;

    /// <summary>The workers in a resource group whose runs are over.</summary>
    /// <exception cref="ComputeException">The settings can't be used.</exception>
    public static IExpiredWorkers ExpiredIn(LoadTestAzureSettings azure, Func<AzureSignIn> signIn, Action<string> notice) =>
        PrivateSide.Azure.OpenExpired(azure, signIn(), notice);

    /// <summary>Notes that the current session started a run. A process can hold many sessions, each with the module in it.</summary>
    public static void Own(string runId) => Owners[runId] = Session;

    /// <summary>Ends the workers on this machine that the current session started; what they measured is saved.</summary>
    public static void EndOwn()
    {
        var session = Session;
        EndOf([.. Owners.Where(o => o.Value == session).Select(o => o.Key)]);
    }

    private static void EndOf(ICollection<string> runIds)
    {
        using var bound = new CancellationTokenSource(SaveBound);
        var ending = Task.WhenAll(runIds.Select(runId => Local.DeleteRunAsync(runId, bound.Token)));
        ((IAsyncResult)ending).AsyncWaitHandle.WaitOne(SaveBound);
        foreach (var runId in runIds)
            Owners.TryRemove(runId, out _);
    }

    private static Guid Session => Runspace.DefaultRunspace?.InstanceId ?? Guid.Empty;
}

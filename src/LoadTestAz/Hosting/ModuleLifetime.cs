using System.Management.Automation;

namespace LoadTestAz.Hosting;

/// <summary>Called by PowerShell when the module is removed, or imported again by force.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    /// <summary>Ends the workers on this machine that this session started; what they measured is saved in their store.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo)
    {
        using var bound = new CancellationTokenSource(Bound);
        var ending = Backends.EndOwnAsync(bound.Token);
        ((IAsyncResult)ending).AsyncWaitHandle.WaitOne(Bound);
    }
}

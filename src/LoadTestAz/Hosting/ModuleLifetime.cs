using System.Management.Automation;

namespace LoadTestAz.Hosting;

/// <summary>Called by PowerShell when the module is removed, or imported again by force.</summary>
public sealed class ModuleLifetime : IModuleAssemblyCleanup
{
    /// <summary>Ends the workers on this machine that this session started; what they measured is saved in their store.</summary>
    public void OnRemove(PSModuleInfo psModuleInfo) => Backends.EndOwn();
}

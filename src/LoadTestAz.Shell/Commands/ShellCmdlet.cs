using System.Management.Automation;
using LoadTestAz.Shell.Hosting;

namespace LoadTestAz.Shell.Commands;

/// <summary>A cmdlet that needs something of the shell it runs in.</summary>
public abstract class ShellCmdlet : PSCmdlet
{
    private protected ShellServices Services => (ShellServices)Host.PrivateData.BaseObject;
}

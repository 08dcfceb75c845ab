using System.Management.Automation;
using LoadTestAz.Shell.Hosting;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace LoadTestAz.Shell.Commands;

/// <summary>Shows objects as a list of their properties. The parameters and the work are the engine's own.</summary>
[Cmdlet(VerbsCommon.Format, "List")]
public sealed class FormatListCommand : OuterFormatTableAndListBase
{
    /// <summary>Made by PowerShell.</summary>
    public FormatListCommand() => EngineInternals.SetShape(this, "List");
}

using System.Management.Automation;
using LoadTestAz.Shell.Hosting;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace LoadTestAz.Shell.Commands;

/// <summary>Shows objects as a table. The parameters and the work are the engine's own.</summary>
[Cmdlet(VerbsCommon.Format, "Table")]
public sealed class FormatTableCommand : OuterFormatTableBase
{
    /// <summary>Made by PowerShell.</summary>
    public FormatTableCommand() => EngineInternals.SetShape(this, "Table");
}

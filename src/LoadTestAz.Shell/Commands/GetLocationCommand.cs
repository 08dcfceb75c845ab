using System.Management.Automation;

namespace LoadTestAz.Shell.Commands;

/// <summary>The folder that relative paths start from.</summary>
[Cmdlet(VerbsCommon.Get, "Location")]
[OutputType(typeof(PathInfo))]
public sealed class GetLocationCommand : PSCmdlet
{
    protected override void ProcessRecord() => WriteObject(SessionState.Path.CurrentLocation);
}

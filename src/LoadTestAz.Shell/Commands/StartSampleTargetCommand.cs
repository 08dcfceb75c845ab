using System.Management.Automation;
using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Shell.Commands;

/// <summary>Starts a web server on loopback to rehearse load tests against. It ends with the shell.</summary>
[Cmdlet(VerbsLifecycle.Start, "SampleTarget")]
[OutputType(typeof(SampleTargetStatistics))]
public sealed class StartSampleTargetCommand : ShellCmdlet
{
    /// <summary>0 takes a free one.</summary>
    [Parameter(Position = 0)]
    [ValidateRange(0, ushort.MaxValue)]
    public int Port { get; set; }

    protected override void EndProcessing()
    {
        try
        {
            WriteObject(Services.SampleTargets.Start(Port).GetStatistics());
        }
        catch (IOException e)
        {
            ThrowTerminatingError(new ErrorRecord(e, "SampleTargetPortInUse", ErrorCategory.ResourceUnavailable, Port));
        }
    }
}

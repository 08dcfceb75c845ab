using System.Management.Automation;
using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Shell.Commands;

/// <summary>Stops the sample targets of this shell.</summary>
[Cmdlet(VerbsLifecycle.Stop, "SampleTarget")]
public sealed class StopSampleTargetCommand : ShellCmdlet
{
    /// <summary>Only the one on this port.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public int? Port { get; set; }

    protected override void ProcessRecord()
    {
        foreach (SampleTarget target in Services.SampleTargets.List())
        {
            if (Port is null || Port == target.Port)
                Services.SampleTargets.Stop(target);
        }
    }
}

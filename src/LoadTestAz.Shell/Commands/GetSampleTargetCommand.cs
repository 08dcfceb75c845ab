using System.Management.Automation;
using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Shell.Commands;

/// <summary>What the sample targets of this shell have served so far.</summary>
[Cmdlet(VerbsCommon.Get, "SampleTarget")]
[OutputType(typeof(SampleTargetStatistics))]
public sealed class GetSampleTargetCommand : ShellCmdlet
{
    /// <summary>Only the one on this port.</summary>
    [Parameter(Position = 0, ValueFromPipelineByPropertyName = true)]
    public int? Port { get; set; }

    protected override void ProcessRecord()
    {
        foreach (SampleTarget target in Services.SampleTargets.List())
        {
            if (Port is null || Port == target.Port)
                WriteObject(target.GetStatistics());
        }
    }
}

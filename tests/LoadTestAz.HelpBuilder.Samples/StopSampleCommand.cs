using System.Management.Automation;

namespace LoadTestAz.HelpBuilder.Samples;

/// <summary>Has two parameter sets, asks first, and gives nothing.</summary>
[Cmdlet(VerbsLifecycle.Stop, "Sample", DefaultParameterSetName = "Sample", SupportsShouldProcess = true)]
public sealed class StopSampleCommand : SampleCmdlet
{
    /// <summary>What Stop- takes of New-.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ParameterSetName = "Sample")]
    public Sample Sample { get; set; } = new("");

    /// <summary>The other set.</summary>
    [Parameter(Mandatory = true, Position = 0, ParameterSetName = "ByName")]
    public string Name { get; set; } = "";

    /// <summary>A switch.</summary>
    [Parameter]
    public SwitchParameter Force { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        if (!ShouldProcess(Name))
            ThrowTerminatingError(new ErrorRecord(new InvalidOperationException("Not stopped."), "LoadTestAz.SampleRunning", ErrorCategory.ResourceBusy, Name));
    }
}

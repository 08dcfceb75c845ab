using System.Management.Automation;

namespace LoadTestAz.HelpBuilder.Samples;

/// <summary>A base class with a parameter; no cmdlet by itself.</summary>
public abstract class SampleCmdlet : PSCmdlet
{
    /// <summary>A parameter of all that derive from it.</summary>
    [Parameter]
    public TimeSpan? Timeout { get; set; }
}

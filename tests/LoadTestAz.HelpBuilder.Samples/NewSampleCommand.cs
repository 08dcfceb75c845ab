using System.Collections;
using System.Management.Automation;
using LoadTestAz.Plans;

namespace LoadTestAz.HelpBuilder.Samples;

/// <summary>Has parameters of every kind of type, and one parameter set.</summary>
[Cmdlet(VerbsCommon.New, "Sample")]
[OutputType(typeof(Sample))]
public sealed class NewSampleCommand : SampleCmdlet
{
    /// <summary>From the pipeline, by position, with wildcards and an alias.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true, ValueFromPipelineByPropertyName = true)]
    [Alias("FullName")]
    [SupportsWildcards]
    public string[] Path { get; set; } = [];

    /// <summary>A nullable number.</summary>
    [Parameter]
    public int? Count { get; set; }

    /// <summary>An enum of another assembly.</summary>
    [Parameter]
    public CleanupPolicy? Policy { get; set; }

    /// <summary>Words to choose from.</summary>
    [Parameter]
    [ValidateSet("Small", "Large")]
    public string Size { get; set; } = "Small";

    /// <summary>An interface.</summary>
    [Parameter]
    public IDictionary? Tag { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var path in Path)
        {
            if (path.Length == 0)
                WriteError(new ErrorRecord(new ArgumentException("No path."), "LoadTestAz.SampleEmpty", ErrorCategory.InvalidArgument, path));
            else
                WriteObject(new Sample(path));
        }
    }
}

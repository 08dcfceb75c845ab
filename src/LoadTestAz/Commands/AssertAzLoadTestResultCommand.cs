using System.Management.Automation;
using LoadTestAz.Binding;
using LoadTestAz.Errors;
using LoadTestAz.Merging;
using LoadTestAz.Reporting;

namespace LoadTestAz.Commands;

/// <summary><c>Assert-AzLoadTestResult</c>: lets results through that have passed, and ends the script when one has not.</summary>
[Cmdlet(VerbsLifecycle.Assert, "AzLoadTestResult")]
[OutputType(typeof(LoadTestResult))]
public sealed class AssertAzLoadTestResultCommand : PSCmdlet
{
    private readonly List<FailedResult> _failed = [];
    private readonly List<LoadTestResult> _held = [];
    private int _judged;

    /// <summary>Results from Merge-AzLoadTestResult.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public LoadTestResult[] InputObject { get; set; } = null!;

    /// <summary>The share of the planned load that has to take part to the end, in place of what the plan says.</summary>
    [Parameter]
    [ShareTransformation]
    [Alias("MinCoverage")]
    public double? MinimumCoverage { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var result in InputObject)
        {
            _judged++;
            if (FailedResult.Of(MinimumCoverage is { } share ? result with { MinCoverage = share } : result) is { } failed)
                _failed.Add(failed);

            // What comes after one that failed waits for the verdict: '| Select-Object -First 1' would end the pipeline before it.
            if (_failed.Count > 0)
                _held.Add(result);
            else
                WriteObject(result);
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        // All are judged first: ending at the first one would also end the cmdlets that still merge and save the others.
        if (_judged == 0)
            End(ErrorRecords.NothingToAssert());
        if (_failed.Count > 0)
            End(ErrorRecords.ResultFailed(_failed, _held, _judged));
    }

    /// <summary>
    /// Ends the script as the statement <c>throw</c> does. After <see cref="Cmdlet.ThrowTerminatingError"/> a script goes on with
    /// its next line, and ends with exit code 0, unless it has set $ErrorActionPreference: a gate that lets everything through.
    /// </summary>
    private static void End(ErrorRecord error) =>
        throw new RuntimeException(error.Exception.Message, error.Exception, error) { WasThrownFromThrowStatement = true };
}

using System.Management.Automation;
using LoadTestAz.Binding;
using LoadTestAz.Errors;
using LoadTestAz.Hosting;
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

    /// <summary>Tell an agent of Azure Pipelines nothing: no issue for each rule that failed, and no summary.</summary>
    [Parameter]
    public SwitchParameter NoLoggingCommand { get; set; }

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (var result in InputObject)
        {
            _judged++;
            var judged = MinimumCoverage is { } share ? result with { MinCoverage = share } : result;
            var failed = FailedResult.Of(judged);
            if (failed is not null)
                _failed.Add(failed);
            if (AzurePipelines.IsAgent && !NoLoggingCommand)
                TellAgent(judged, failed);

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

    private void TellAgent(LoadTestResult result, FailedResult? failed)
    {
        // The page calls the summary by the file's name.
        var name = string.Concat($"{result.Name} {result.RunId}".Select(c => char.IsLetterOrDigit(c) || c is '-' or '_' or ' ' ? c : '-'));
        var path = Path.Combine(AzurePipelines.Folder, name + ".md");
        try
        {
            using (var file = File.Create(path))
                ReportWriters.For(LoadTestReportFormat.Markdown).Write(result, file);
            TellAgent(AzurePipelines.UploadSummary(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The verdict is worth more than the page.
            WriteWarning($"The summary for Azure Pipelines could not be written to '{path}': {e.Message} The result is judged all the same.");
        }

        foreach (var rule in failed?.Rules ?? [])
            TellAgent(AzurePipelines.Issue(isError: true, $"{result.Name} (run {result.RunId}): {rule.Words}"));
    }

    private void TellAgent(string command) => WriteInformation(new HostInformationMessage { Message = command }, ["PSHOST"]);

    /// <summary>
    /// Ends the script as the statement <c>throw</c> does. After <see cref="Cmdlet.ThrowTerminatingError"/> a script goes on with
    /// its next line, and ends with exit code 0, unless it has set $ErrorActionPreference: a gate that lets everything through.
    /// </summary>
    private static void End(ErrorRecord error) =>
        throw new RuntimeException(error.Exception.Message, error.Exception, error) { WasThrownFromThrowStatement = true };
}

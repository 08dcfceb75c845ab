using System.Management.Automation;
using LoadTestAz.Shell.Hosting;

namespace LoadTestAz.Shell.Commands;

/// <summary>Writes to the error stream, in the name of the script or function that calls it.</summary>
[Cmdlet(VerbsCommunications.Write, "Error", DefaultParameterSetName = "Message")]
public sealed class WriteErrorCommand : PSCmdlet
{
    /// <summary>The text.</summary>
    [Parameter(Position = 0, Mandatory = true, ValueFromPipeline = true, ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    [AllowNull]
    [AllowEmptyString]
    [Alias("Msg")]
    public string? Message { get; set; }

    /// <summary>The exception behind it.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "Exception")]
    public Exception? Exception { get; set; }

    /// <summary>A whole error, to be written again.</summary>
    [Parameter(Mandatory = true, ParameterSetName = "ErrorRecord")]
    public ErrorRecord? ErrorRecord { get; set; }

    /// <summary>The kind of error.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public ErrorCategory Category { get; set; } = ErrorCategory.NotSpecified;

    /// <summary>The id that a script tests for.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public string ErrorId { get; set; } = "";

    /// <summary>What it happened to.</summary>
    [Parameter(ParameterSetName = "Message")]
    [Parameter(ParameterSetName = "Exception")]
    public object? TargetObject { get; set; }

    /// <summary>What the user should do.</summary>
    [Parameter]
    public string? RecommendedAction { get; set; }

    /// <summary>What was being done.</summary>
    [Parameter]
    [Alias("Activity")]
    public string? CategoryActivity { get; set; }

    /// <summary>Why it failed.</summary>
    [Parameter]
    [Alias("Reason")]
    public string? CategoryReason { get; set; }

    protected override void ProcessRecord()
    {
        ErrorRecord error = ErrorRecord is null ? NewRecord() : new ErrorRecord(ErrorRecord, replaceParentContainsErrorRecordException: null);
        if (RecommendedAction is not null)
        {
            error.ErrorDetails ??= new ErrorDetails(error.Exception.Message);
            error.ErrorDetails.RecommendedAction = RecommendedAction;
        }

        if (CategoryActivity is not null)
            error.CategoryInfo.Activity = CategoryActivity;
        else if (ErrorRecord is null)
            error.CategoryInfo.Activity = "Write-Error";
        if (CategoryReason is not null)
            error.CategoryInfo.Reason = CategoryReason;
        // The caller is who failed: its name and its line belong into the error, not Write-Error's.
        if (GetVariableValue("MyInvocation") is InvocationInfo caller)
            EngineInternals.SetOrigin(error, caller);
        WriteError(error);
    }

    private ErrorRecord NewRecord()
    {
        Exception exception = Exception ?? new WriteErrorException(Message);
        string byDefault = Exception is null ? WriteErrorException.ErrorId : Exception.GetType().FullName!;
        var error = new ErrorRecord(exception, ErrorId.Length > 0 ? ErrorId : byDefault, Category, TargetObject);
        if (Exception is not null && !string.IsNullOrEmpty(Message))
            error.ErrorDetails = new ErrorDetails(Message);
        return error;
    }
}

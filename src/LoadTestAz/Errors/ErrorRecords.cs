using System.Management.Automation;
using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Reporting;
using LoadTestAz.Runs;

namespace LoadTestAz.Errors;

/// <summary>All errors that our cmdlets write. The ids are API: scripts branch on them, and a test holds them.</summary>
internal static class ErrorRecords
{
    public static ErrorRecord PlanInvalid(PlanException e, object? target) =>
        new(e, "LoadTestAz.PlanInvalid", ErrorCategory.InvalidData, target);

    public static ErrorRecord PlanNotFound(string path) =>
        new(
            new FileNotFoundException($"There is no plan file '{path}'. Check the path, or give the plan's values as parameters.", path),
            "LoadTestAz.PlanNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord PlanUnreadable(string path, Exception e) =>
        new(
            new IOException($"The plan file '{path}' could not be read: {e.Message}", e),
            "LoadTestAz.PlanUnreadable", e is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.ReadError, path);

    public static ErrorRecord PlanNotRunnable(LoadTestPlan plan, string reason) =>
        new(new NotSupportedException(reason), "LoadTestAz.PlanNotRunnable", ErrorCategory.NotImplemented, plan);

    public static ErrorRecord PlanCheckFailed(LoadTestPlan plan, IReadOnlyList<LoadTestPlanCheck> failed) =>
        new(
            new InvalidOperationException($"Plan '{plan.Name}' would fail in Azure. {string.Join(" ", failed.Select(check => $"{check.Name}: {check.Detail} {check.Remedy}"))} Nothing was started; -Force starts it all the same, and Test-AzLoadTestPlan looks at more."),
            "LoadTestAz.PlanCheckFailed", ErrorCategory.InvalidOperation, plan);

    public static ErrorRecord SecretMissing(LoadTestPlan plan, IReadOnlyList<string> names) =>
        new(
            new InvalidOperationException($"Plan '{plan.Name}' needs secrets that this session does not have: {string.Join(", ", names)}. Set them as environment variables of this session, or give them by -Secret @{{ {names[0]} = <SecureString> }}. Nothing was started."),
            "LoadTestAz.SecretMissing", ErrorCategory.ObjectNotFound, plan);

    public static ErrorRecord SecretInvalid(string message) =>
        new(new ArgumentException(message), "LoadTestAz.SecretInvalid", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord ResultFailed(IReadOnlyList<FailedResult> failed, IReadOnlyList<LoadTestResult> held, int judged) =>
        new(
            new InvalidOperationException((judged == 1 ? "" : $"{failed.Count} of {judged} results have not passed.\n") + string.Join('\n', failed.Select(f => f.Text))),
            failed.Min(f => f.Kind) switch
            {
                ResultRuleKind.State => "LoadTestAz.RunNotCompleted",
                ResultRuleKind.Coverage => "LoadTestAz.CoverageTooLow",
                ResultRuleKind.Script => "LoadTestAz.ScriptFailed",
                _ => "LoadTestAz.ThresholdsCrossed",
            },
            ErrorCategory.InvalidResult, held.Count == 1 ? held[0] : held.ToArray());

    public static ErrorRecord NothingToAssert() =>
        new(
            new InvalidOperationException("No result came in, so nothing was judged, and nothing has passed. Where Merge-AzLoadTestResult has written errors, they say why it gave none."),
            "LoadTestAz.NothingToAssert", ErrorCategory.ObjectNotFound, null);

    public static ErrorRecord StoreOtherThanPlan(LoadTestPlan plan, string store, string planned) =>
        new(
            new ArgumentException($"The workers of plan '{plan.Name}' keep their results in '{planned}', as azure.storage_account and azure.container_name say, not in '{store}'. Leave out -Store, or change the plan."),
            "LoadTestAz.StoreInvalid", ErrorCategory.InvalidArgument, plan);

    public static ErrorRecord RunExists(RunExistsException e) =>
        new(e, "LoadTestAz.RunExists", ErrorCategory.ResourceExists, e.RunId);

    public static ErrorRecord RunNotFound(RunNotFoundException e) =>
        new(e, "LoadTestAz.RunNotFound", ErrorCategory.ObjectNotFound, e.RunId);

    public static ErrorRecord RunNotStarted(LoadTestRun run) =>
        new(
            new InvalidOperationException($"Run '{run.RunId}' ended before its load began. {run.Detail}".TrimEnd()),
            "LoadTestAz.RunNotStarted", ErrorCategory.InvalidResult, run);

    public static ErrorRecord RunGoesOn(LoadTestRun run) =>
        new(
            new InvalidOperationException($"Run '{run.RunId}' goes on, and its workers have not saved all that they measured. Wait for it with Wait-AzLoadTestRun, end it with Stop-AzLoadTestRun, or give -Force. Nothing was deleted."),
            "LoadTestAz.RunGoesOn", ErrorCategory.ResourceBusy, run);

    public static ErrorRecord WorkersLeft(LoadTestRun run, IReadOnlyList<string> names) =>
        new(
            new InvalidOperationException($"{names.Count} workers of run '{run.RunId}' are still there, and may be billed: {string.Join(", ", names)}. The warnings say why. Try again, or delete them by hand; no data was deleted."),
            "LoadTestAz.WorkersLeft", ErrorCategory.ResourceUnavailable, run);

    public static ErrorRecord NothingToMerge(LoadTestRun run) =>
        new(
            new InvalidOperationException($"Run '{run.RunId}' in '{run.Location}' has nothing to merge: no worker saved any sample. {run.Detail}".TrimEnd()),
            "LoadTestAz.NothingToMerge", ErrorCategory.InvalidData, run);

    public static ErrorRecord NothingToMerge(IReadOnlyList<MergeInput> inputs) =>
        new(
            new InvalidOperationException($"There is nothing to merge in {string.Join(", ", inputs.Take(3).Select(i => $"'{i.Path}'"))}{(inputs.Count > 3 ? ", ..." : "")}: neither k6's --out json or csv, nor a summary of k6, nor what LoadTestAz saves. Run with -Verbose to see which files were looked at."),
            "LoadTestAz.NothingToMerge", ErrorCategory.InvalidData, inputs);

    public static ErrorRecord Input(MergeProblem problem)
    {
        var (id, category) = problem.Kind switch
        {
            MergeProblemKind.NotFound => ("LoadTestAz.InputNotFound", ErrorCategory.ObjectNotFound),
            MergeProblemKind.AccessDenied => ("LoadTestAz.InputAccessDenied", ErrorCategory.PermissionDenied),
            MergeProblemKind.NotMergeable => ("LoadTestAz.InputNotMergeable", ErrorCategory.InvalidType),
            MergeProblemKind.Damaged => ("LoadTestAz.InputDamaged", ErrorCategory.InvalidData),
            MergeProblemKind.Overlapping => ("LoadTestAz.InputOverlaps", ErrorCategory.InvalidArgument),
            _ => ("LoadTestAz.InputUnreadable", ErrorCategory.ReadError),
        };
        return new ErrorRecord(new IOException(problem.Message), id, category, problem.Path);
    }

    public static ErrorRecord InputNotFound(string path, Exception e) =>
        new(new IOException($"There is no file or folder '{path}'. Check the path.", e), "LoadTestAz.InputNotFound", ErrorCategory.ObjectNotFound, path);

    public static ErrorRecord InputNotInFileSystem(string path, string provider) =>
        new(
            new ArgumentException($"'{path}' is in the provider {provider}, not in the file system. Give the path of a file or folder."),
            "LoadTestAz.InputNotFound", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord MetricTypesDiffer(MetricConflictException e) =>
        new(e, "LoadTestAz.MetricTypesDiffer", ErrorCategory.InvalidData, e.Metric);

    public static ErrorRecord ThresholdInvalid(FormatException e) =>
        new(new ArgumentException($"{e.Message}", e), "LoadTestAz.ThresholdInvalid", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord ToleranceInvalid(FormatException e) =>
        new(new ArgumentException(e.Message, e), "LoadTestAz.ToleranceInvalid", ErrorCategory.InvalidArgument, null);

    public static ErrorRecord WaitTimedOut(LoadTestRun run, TimeSpan timeout) =>
        new(
            new TimeoutException($"Run '{run.RunId}' still goes on after {K6Duration.Format(timeout)}. Wait again with: Wait-AzLoadTestRun -RunId '{run.RunId}' -Store '{run.Location}'"),
            "LoadTestAz.WaitTimedOut", ErrorCategory.OperationTimeout, run);

    public static ErrorRecord ReportExists(string path, string reason) =>
        new(new IOException($"The report '{path}' is there already, and {reason}."), "LoadTestAz.ReportExists", ErrorCategory.ResourceExists, path);

    public static ErrorRecord ReportNotWritten(string path, Exception e) =>
        new(
            new IOException($"The report '{path}' could not be written: {e.Message}", e),
            "LoadTestAz.ReportNotWritten", e is UnauthorizedAccessException ? ErrorCategory.PermissionDenied : ErrorCategory.WriteError, path);

    public static ErrorRecord ReportPathInvalid(string path, string provider) =>
        new(
            new ArgumentException($"A report can't be written to '{path}': it is in the provider {provider}, not in the file system. Give the path of a file or folder."),
            "LoadTestAz.ReportPathInvalid", ErrorCategory.InvalidArgument, path);

    public static ErrorRecord Store(StoreException e, object? target) => e.Failure switch
    {
        StoreFailure.PermissionDenied => new(e, "LoadTestAz.StoreAccessDenied", ErrorCategory.PermissionDenied, target),
        StoreFailure.NotFound => new(e, "LoadTestAz.StoreNotFound", ErrorCategory.ObjectNotFound, target),
        StoreFailure.Full => new(e, "LoadTestAz.StoreFull", ErrorCategory.WriteError, target),
        StoreFailure.InvalidLocation => new(e, "LoadTestAz.StoreInvalid", ErrorCategory.InvalidArgument, target),
        _ => new(e, "LoadTestAz.StoreUnavailable", ErrorCategory.ResourceUnavailable, target),
    };

    public static ErrorRecord Compute(ComputeException e, object? target) => e.Failure switch
    {
        ComputeFailure.PermissionDenied => new(e, "LoadTestAz.AzureAccessDenied", ErrorCategory.PermissionDenied, target),
        ComputeFailure.NotFound => new(e, "LoadTestAz.AzureNotFound", ErrorCategory.ObjectNotFound, target),
        ComputeFailure.Unavailable => new(e, "LoadTestAz.AzureUnavailable", ErrorCategory.ResourceUnavailable, target),
        _ => new(e, "LoadTestAz.AzureRefused", ErrorCategory.InvalidOperation, target),
    };

    /// <summary>The record for an error that the domain throws; null for one that is nobody's to explain.</summary>
    public static ErrorRecord? From(Exception e, object? target) => e switch
    {
        PlanException p => PlanInvalid(p, target),
        RunExistsException r => RunExists(r),
        RunNotFoundException r => RunNotFound(r),
        StoreException s => Store(s, target),
        MetricConflictException m => MetricTypesDiffer(m),
        ComputeException c => Compute(c, target),
        _ => null,
    };
}

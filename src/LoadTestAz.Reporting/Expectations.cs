using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting;

/// <summary>What was expected of a result and what came, in the words that all formats share.</summary>
internal static class Expectations
{
    /// <summary>What is asked of every run.</summary>
    public const string EndRule = "the run goes on to its end";

    private const int AllDigits = 9;

    /// <summary>What is asked of every script.</summary>
    public const string ScriptRule = "the script does not fail the run by test.fail or test.abort";

    /// <summary>The figure that a threshold was held against, with its unit, precise enough to be compared with the limit.</summary>
    /// <param name="result">The result.</param>
    /// <param name="threshold">One of its thresholds.</param>
    /// <param name="digits">So many are enough where they tell on which side of the limit the figure is; else all are shown.</param>
    public static string Actual(LoadTestResult result, LoadTestThreshold threshold, int digits = AllDigits)
    {
        if (threshold.Actual is not { } actual)
            return threshold.Bounds is null ? "no sample" : Between(threshold, digits).TrimStart();
        if (!double.IsFinite(actual))
            return Figures.Number(actual) + Between(threshold, digits);
        var metric = result.Metrics[threshold.Metric];
        var unit = metric?.Contains switch
        {
            MetricContents.Time => " ms",
            MetricContents.Data => " bytes",
            _ => "",
        };
        var perSecond = metric?.Type is MetricType.Counter && threshold.Expression.TrimStart().StartsWith("rate", StringComparison.Ordinal) ? " per second" : "";
        var rounded = Figures.Digits(actual, digits);
        if (!ThresholdExpression.TryParse(threshold.Expression, out var expression, out _) || expression.Holds(rounded) != expression.Holds(actual) || rounded == expression.Limit)
            rounded = Figures.Digits(actual, AllDigits);
        return rounded.ToString("G9", CultureInfo.InvariantCulture) + unit + perSecond + Between(threshold, digits);
    }

    // What is known of a figure that is an estimate.
    private static string Between(LoadTestThreshold threshold, int digits) => threshold.Bounds is not { } bounds ? "" : string.Create(
        CultureInfo.InvariantCulture, $" (an estimate: from {Bound(bounds.LowerBound, digits)} to {Bound(bounds.UpperBound, digits)}{(threshold.IsDecided ? "" : ", so not decided")})");

    private static string Bound(double bound, int digits) =>
        double.IsFinite(bound) ? Figures.Digits(bound, digits).ToString("G9", CultureInfo.InvariantCulture) : Figures.Number(bound);

    /// <summary>Whether the run went on to its end; one that was stopped, or still goes on, has no good verdict.</summary>
    public static bool HasEnded(LoadTestResult result) => (result.State is RunState.Completed or RunState.Degraded) && result.StopRule is null;

    /// <summary>The coverage that was asked for, as a rule.</summary>
    public static string CoverageRule(LoadTestResult result) => $"at least {Figures.Percent(result.MinCoverage)} of the {(result.Coverage.PlannedVus > 0 ? "planned VUs" : "workers")} take part to the end";

    /// <summary>The coverage that there is.</summary>
    public static string Coverage(LoadTestCoverage coverage) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Figures.Percent(coverage.Share)}: {(coverage.PlannedVus > 0 ? $"{coverage.FinishedVus} of {coverage.PlannedVus} VUs, " : "")}{coverage.FinishedWorkers} of {coverage.PlannedWorkers} workers");

    /// <summary>Whether enough of the planned load took part.</summary>
    public static bool IsCovered(LoadTestResult result) => result.Coverage.Share >= result.MinCoverage;

    /// <summary>The workers that did not run to their end, or to a stop that was asked for.</summary>
    public static IEnumerable<LoadTestWorker> Missing(LoadTestResult result) =>
        result.Workers.Where(w => w.State is not (WorkerState.Completed or WorkerState.Stopped) || (w.StartedAt is null && result.Coverage.PlannedVus > 0));

    /// <summary>What is known of a missing worker, from its state to its own words; foreign text.</summary>
    public static string Reason(LoadTestWorker worker)
    {
        var cause = worker.Cause is WorkerCause.None ? "" : $", {worker.Cause}";
        var exitCode = worker.ExitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $", exit code {code}") : "";
        var detail = string.IsNullOrWhiteSpace(worker.Detail) ? "" : $": {worker.Detail}";
        return $"{worker.State}{cause}{exitCode}{detail}";
    }
}

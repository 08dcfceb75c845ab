using System.Text.Json;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging.Results;

/// <summary>What an earlier result says of its run beside the figures: a run that did not pass passes no better when it is merged again.</summary>
/// <param name="State">How the run ended.</param>
/// <param name="StopReason">Why it was asked to end early; null when nobody did.</param>
/// <param name="StopRule">The rule of its plan that ended it; null when none did.</param>
/// <param name="ScriptVerdict">By what its script failed it; null when it did not.</param>
/// <param name="Coverage">How much of what was planned took part; null where the result does not tell.</param>
/// <param name="MinCoverage">0 to 1: the share that was asked for.</param>
internal sealed record EarlierVerdict(RunState State, string? StopReason, string? StopRule, string? ScriptVerdict, LoadTestCoverage? Coverage, double MinCoverage)
{
    /// <summary>Reads it; what is missing is taken for good, since the figures are there.</summary>
    public static EarlierVerdict Of(JsonElement result) => new(
        Enum.TryParse<RunState>(result.Text("state"), out var state) && Enum.IsDefined(state) ? state : RunState.Completed,
        result.Text("stopReason"),
        result.Text("stopRule"),
        result.Text("scriptVerdict"),
        result.TryGetProperty("coverage", out var coverage) && coverage.ValueKind is JsonValueKind.Object && Count(coverage, "plannedWorkers") > 0 ? CoverageOf(coverage) : null,
        result.TryGetProperty("minCoverage", out var share) && share.ValueKind is JsonValueKind.Number && share.GetDouble() is >= 0 and <= 1 and var asked ? asked : LoadTestExecution.DefaultMinCoverage);

    private static LoadTestCoverage CoverageOf(JsonElement coverage) => new()
    {
        PlannedWorkers = Count(coverage, "plannedWorkers"),
        StartedWorkers = Count(coverage, "startedWorkers"),
        FinishedWorkers = Count(coverage, "finishedWorkers"),
        MergedWorkers = Count(coverage, "mergedWorkers"),
        PlannedVus = Count(coverage, "plannedVus"),
        StartedVus = Count(coverage, "startedVus"),
        FinishedVus = Count(coverage, "finishedVus"),
        MergedVus = Count(coverage, "mergedVus"),
    };

    // Nobody has more workers or VUs than that, and sums of them stay whole.
    private static int Count(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var count) ? Math.Clamp(count, 0, 10_000_000) : 0;
}

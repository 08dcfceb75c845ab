using System.Text.Json.Serialization;
using LoadTestAz.Comparing;
using LoadTestAz.Merging.Results;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging;

/// <summary>One result over all workers.</summary>
public sealed record LoadTestResult
{
    /// <summary>The run it is of.</summary>
    public required string RunId { get; init; }

    /// <summary>The plan's name.</summary>
    public required string Name { get; init; }

    /// <summary>True when the run went on to its end, every threshold holds, enough of the planned load took part, and the script did not fail it.</summary>
    public required bool Passed { get; init; }

    /// <summary>By what the script itself failed the run (<c>test.fail</c>, <c>test.abort</c>), in k6's words; null when it did not.</summary>
    public string? ScriptVerdict { get; init; }

    /// <summary>How the run ended.</summary>
    public required RunState State { get; init; }

    /// <summary>Why the run was asked to end early, in a sentence; null when nobody did.</summary>
    public string? StopReason { get; init; }

    /// <summary>The rule of its plan that ended the run: a threshold with abortOnFail, or one of stop_when; null when none did.</summary>
    public string? StopRule { get; init; }

    /// <summary>The metrics, by name.</summary>
    public required LoadTestMetrics Metrics { get; init; }

    /// <summary>Iterations over all workers that should have begun and did not, for want of a free VU or of time; k6's dropped_iterations.</summary>
    public double DroppedIterations { get; init; }

    /// <summary>The checks, by group and name.</summary>
    public required IReadOnlyList<LoadTestCheck> Checks { get; init; }

    /// <summary>The thresholds, judged on the merged metrics.</summary>
    public required IReadOnlyList<LoadTestThreshold> Thresholds { get; init; }

    /// <summary>How much of what was planned took part, and is in this result.</summary>
    public required LoadTestCoverage Coverage { get; init; }

    /// <summary>The share of planned VUs (0 to 1) that the plan asks for.</summary>
    public required double MinCoverage { get; init; }

    /// <summary>The run over time.</summary>
    public required IReadOnlyList<LoadTestPoint> TimeSeries { get; init; }

    /// <summary>The workers whose figures these are, and those that are missing.</summary>
    public required IReadOnlyList<LoadTestWorker> Workers { get; init; }

    /// <summary>What made the load, such as <c>k6 v2.2.0</c>; several, with commas between them, when the workers' engines differ.</summary>
    public string Engine => string.Join(", ", Workers.Select(w => w.Engine).OfType<string>().Distinct());

    /// <summary>
    /// From the first sample of any worker's load to the last; rates per second are over this time. What one worker did
    /// for all in setup() before, and in teardown() after, counts in the metrics, but takes no time here.
    /// </summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The first sample (UTC); null without a sample.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>Between the begin of the first worker's load and of the last one's; null with fewer than two that began.</summary>
    public TimeSpan? StartSkew => Workers.Count(w => w.StartedAt is not null) > 1 ? Workers.Max(w => w.StartedAt) - Workers.Min(w => w.StartedAt) : null;

    /// <summary>What was planned, without what only the plan itself may tell; null where files were merged.</summary>
    public LoadTestPlanOutline? Plan { get; init; }

    /// <summary>What the run has cost, in USD, from the times that its workers ran: an estimate; null where nothing is billed.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>Which prices <see cref="EstimatedCost"/> rests on, and what it leaves out; null where nothing is billed.</summary>
    public string? CostBasis { get; init; }

    /// <summary>What became of each figure since earlier results, for a report; null where nobody compared it.</summary>
    public IReadOnlyList<LoadTestComparison>? Comparison { get; init; }

    /// <summary>The files that it was made from, where files were merged; and those that were given, but not used, with the reason.</summary>
    public IReadOnlyList<LoadTestSource> Sources { get; init; } = [];

    /// <summary>What a reader of the figures has to know.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>The store that holds the run: a folder or a URL.</summary>
    public required string Location { get; init; }

    [JsonIgnore]
    internal MergedData? Data { get; init; }

    // Only the saved result has it.
    [JsonInclude]
    internal string? Mergeable => Data is null ? null : MergedDataJson.Pack(Data);
}

using System.Text.Json.Serialization;
using LoadTestAz.Metrics;

namespace LoadTestAz.Plans;

/// <summary>
/// What shall run: the whole load and each worker's share of it. Immutable; made by New-AzLoadTestPlan, checked in
/// full before it exists, stored as <c>plan.json</c>.
/// </summary>
public sealed record LoadTestPlan
{
    /// <summary>The name people know the test by.</summary>
    public required string Name { get; init; }

    /// <summary>Identifies one execution; legal as part of a container group's name and as a blob prefix.</summary>
    public required string RunId { get; init; }

    /// <summary>What the workers drive; Mixed when protocol and browser workers stand side by side.</summary>
    public required TestType TestType { get; init; }

    /// <summary>Which engine makes the load.</summary>
    public LoadTestEngine Engine { get; init; } = LoadTestEngine.Auto;

    /// <summary>What workers with k6 take of its samples.</summary>
    public LoadTestCapture Capture { get; init; } = LoadTestCapture.Full;

    /// <summary>Where the workers run.</summary>
    public LoadTestCompute Compute { get; init; } = LoadTestCompute.Local;

    /// <summary>Virtual users over all workers.</summary>
    public required int TotalVus { get; init; }

    /// <summary>How long the load lasts, without start and graceful end.</summary>
    public required TimeSpan Duration { get; init; }

    /// <summary>The workers, by index; their VUs add up to <see cref="TotalVus"/>.</summary>
    public required IReadOnlyList<LoadTestPlanWorker> Workers { get; init; }

    /// <summary>How k6's load is divided among the workers.</summary>
    public LoadDivision Division { get; init; }

    /// <summary>Why it is divided so, in words for people; null when there is no script, so that nothing had to be chosen.</summary>
    public string? DivisionReason { get; init; }

    /// <summary>Thresholds, judged on the merged result.</summary>
    public IReadOnlyList<LoadTestThresholdRule> Thresholds { get; init; } = [];

    /// <summary>When the run is so bad that it is to end, judged on what all workers measured within a window.</summary>
    public IReadOnlyList<LoadTestStopRule> StopWhen { get; init; } = [];

    /// <summary>What the run will cost, in USD; an estimate; null where nothing is billed.</summary>
    public decimal? EstimatedCost { get; init; }

    /// <summary>Which prices <see cref="EstimatedCost"/> rests on, and what it leaves out; null where nothing is billed.</summary>
    public string? CostBasis { get; init; }

    /// <summary>What looks odd but is allowed.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The address under test, when the plan names one.</summary>
    public Uri? TargetUrl { get; init; }

    /// <summary>
    /// Full path of the k6 script, when the plan names one. All workers run it, told apart by TEST_TYPE; only where a
    /// mixed plan has <see cref="Requests"/> as well do the protocol workers make those instead.
    /// </summary>
    public string? Script { get; init; }

    /// <summary>Full path of the k6 that workers on this machine run; null for the one that LOADTEST_K6 or the PATH names.</summary>
    public string? K6Path { get; init; }

    /// <summary>Where the script's setup() and teardown() run.</summary>
    public SetupPolicy Setup { get; init; }

    /// <summary>Environment variables for the script: plain values, which stand in <c>plan.json</c>.</summary>
    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Names of environment variables whose values are secret. The values are no part of the plan: Start-AzLoadTestWorker
    /// takes them from its session and hands them to the workers.
    /// </summary>
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>The requests of one iteration, in order; one GET of <see cref="TargetUrl"/> when the plan names none.</summary>
    public IReadOnlyList<LoadTestRequest> Requests { get; init; } = [];

    /// <summary>Think time at the end of each iteration.</summary>
    public TimeSpan Sleep { get; init; }

    /// <summary>Tags put on every sample.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    /// <summary>Bounds and policies of the execution.</summary>
    public LoadTestExecution Execution { get; init; } = new();

    /// <summary>Azure settings; null when the plan has none.</summary>
    public LoadTestAzureSettings? Azure { get; init; }

    /// <summary>True when one worker runs setup() and teardown() for others; a single worker does both by itself.</summary>
    [JsonIgnore]
    public bool SharesSetup => Setup is SetupPolicy.Once && Workers.Count(worker => ScriptOf(worker) is not null) > 1;

    /// <summary>The metrics and submetrics that thresholds and stop rules name.</summary>
    [JsonIgnore]
    public IEnumerable<MetricSelector> WatchedMetrics => Thresholds.Select(t => t.Metric).Concat(StopWhen.Select(r => r.Metric)).Distinct().Select(MetricSelector.Parse);

    /// <summary>The script that this worker runs; null when it makes <see cref="Requests"/>, or opens <see cref="TargetUrl"/>.</summary>
    public string? ScriptOf(LoadTestPlanWorker worker) =>
        worker.TestType == TestType.Protocol && Requests.Count > 0 ? null : Script;
}

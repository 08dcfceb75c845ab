using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs;

/// <summary><c>run.json</c>: written first, and only once; whoever writes it owns the run id.</summary>
public sealed record RunDocument(string RunId, DateTimeOffset CreatedAt, DateTimeOffset DeadlineAt, string CreatedOn)
{
    /// <summary>How long after the hard end a worker may still save what it measured.</summary>
    public static readonly TimeSpan ExpiryGrace = TimeSpan.FromMinutes(5);

    /// <summary>When nothing of the run is of any use where it runs: whoever finds a worker after this instant may delete it.</summary>
    [JsonIgnore]
    public DateTimeOffset ExpiresAt => DeadlineAt + ExpiryGrace;
}

/// <summary><c>claim_&lt;i&gt;.json</c>: the one process that is worker i.</summary>
public sealed record ClaimDocument(int Worker, string Instance, DateTimeOffset At);

/// <summary>
/// <c>ready_&lt;i&gt;.json</c>: the worker waits for the common start. It is written anew when the worker is ready for another
/// share than the plan's, and by the one that runs setup() for all while it does.
/// </summary>
/// <param name="Worker">0-based.</param>
/// <param name="At">When it was ready.</param>
/// <param name="Engine">The engine's name and version.</param>
/// <param name="Host">The machine.</param>
/// <param name="Vus">The share that it is ready for.</param>
/// <param name="ExecutionSegment">The same in k6's notation.</param>
public sealed record ReadyDocument(int Worker, DateTimeOffset At, string Engine, string Host, int Vus = 0, string? ExecutionSegment = null)
{
    /// <summary>Whether it is ready for that share; for any, when it does not say for which.</summary>
    public bool IsFor(WorkerShare? share) => share is null || ExecutionSegment is null || (Vus == share.Vus && ExecutionSegment == share.ExecutionSegment);
}

/// <summary>A worker's share of the load.</summary>
public sealed record WorkerShare(int Worker, int Vus, string ExecutionSegment);

/// <summary>
/// <c>shares.json</c>: who takes part with which share, in runs whose plan gives the load of missing workers to others.
/// Created only once, before the start, and the start is for workers that are ready for these shares.
/// </summary>
/// <param name="At">When it was settled.</param>
/// <param name="ReadyBy">Until when those that take part are waited for.</param>
/// <param name="Workers">Who takes part; nobody else does.</param>
/// <param name="Given">Workers whose share was given to others.</param>
public sealed record SharesDocument(DateTimeOffset At, DateTimeOffset ReadyBy, IReadOnlyList<WorkerShare> Workers, IReadOnlyList<int> Given)
{
    /// <summary>A worker's share; null when it takes no part.</summary>
    public WorkerShare? Of(int worker) => Workers.FirstOrDefault(share => share.Worker == worker);

    /// <summary>The VUs that are a worker's now, whether it takes part or is missing with them.</summary>
    public int VusOf(LoadTestPlanWorker planned) => Of(planned.Index)?.Vus ?? (Given.Contains(planned.Index) ? 0 : planned.Vus);
}

/// <summary><c>start.json</c>: the instant at which all begin, and who takes part.</summary>
public sealed record StartDocument(DateTimeOffset StartAt, IReadOnlyList<int> Workers);

/// <summary>
/// <c>setup.json</c>: what came of setup() where one worker runs it for all. That worker writes it once, and once more
/// without the data as soon as nobody needs them any longer: they may hold secrets.
/// </summary>
/// <param name="Worker">The worker that ran it.</param>
/// <param name="At">When it had ended.</param>
/// <param name="StartAt">The instant at which all begin; null when it failed.</param>
/// <param name="Data">What it returned, as JSON; null when that was nothing.</param>
/// <param name="Error">Why it failed; null when it did not.</param>
/// <param name="Removed">Whether <paramref name="Data"/> has been taken out.</param>
public sealed record SetupDocument(int Worker, DateTimeOffset At, DateTimeOffset? StartAt, string? Data, string? Error = null, bool Removed = false)
{
    /// <summary>The same without the data, which must not show wherever the document is printed.</summary>
    public override string ToString() => $"setup() on worker {Worker}, {Error ?? (Removed ? "data removed" : "data not shown")}";
}

/// <summary><c>stop.json</c>: end early, and why.</summary>
/// <param name="At">When it was asked for.</param>
/// <param name="Reason">A sentence for people.</param>
/// <param name="CalledOff">Whether the run came to nothing before its start: then it has failed, and was not stopped.</param>
/// <param name="Rule">The rule of the plan that ended the run: a threshold with abortOnFail, or one of stop_when; null for none.</param>
public sealed record StopDocument(DateTimeOffset At, string Reason, bool CalledOff = false, string? Rule = null);

/// <summary><c>live_&lt;i&gt;.json</c>: the latest snapshot; all of the worker's metrics so far, without their course over time.</summary>
/// <param name="Worker">0-based.</param>
/// <param name="Sequence">Counts up from 1.</param>
/// <param name="At">When it was taken.</param>
/// <param name="StartedAt">When the worker's load really began.</param>
/// <param name="State">Running or Uploading.</param>
/// <param name="Metrics">As <c>metrics_&lt;i&gt;.json.gz</c> holds them; their course over time stands in <c>series_&lt;i&gt;.json.gz</c>.</param>
/// <param name="Health">How hard the worker has worked so far; null when that is not known.</param>
/// <param name="ClockOffset">By how much its machine's clock is ahead of the store's; null when that is not known. All times are corrected by it.</param>
public sealed record LiveDocument(
    int Worker, int Sequence, DateTimeOffset At, DateTimeOffset StartedAt, WorkerState State, JsonElement Metrics, LoadTestWorkerHealth? Health = null, TimeSpan? ClockOffset = null)
{
    /// <summary>The metrics that it carries.</summary>
    /// <exception cref="FormatException">They are not what a worker writes.</exception>
    public MetricSet DecodeMetrics() => MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(Metrics.GetRawText()));
}

/// <summary><c>completion_&lt;i&gt;.json</c>: written last; when it is there, everything else is.</summary>
/// <param name="Worker">0-based.</param>
/// <param name="State">Completed, Failed, Stopped or Skipped; Lost where another session deleted it.</param>
/// <param name="Cause">Why it did not complete; None when it did.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="ExitCode">k6's exit code or its equivalent; null when no engine ran.</param>
/// <param name="StartedAt">When the load really began; null when it never did.</param>
/// <param name="FinishedAt">When the load ended.</param>
/// <param name="HasMetrics">Whether <c>metrics_&lt;i&gt;.json.gz</c> was saved.</param>
/// <param name="Engine">The engine's name and version.</param>
/// <param name="Health">How hard the worker had to work; null when it made no load.</param>
/// <param name="SavedAt">When everything else was saved.</param>
/// <param name="ClockOffset">By how much its machine's clock is ahead of the store's; null when that is not known. All times are corrected by it.</param>
public sealed record CompletionDocument(
    int Worker,
    WorkerState State,
    WorkerCause Cause,
    string? Detail,
    int? ExitCode,
    DateTimeOffset? StartedAt,
    DateTimeOffset FinishedAt,
    bool HasMetrics,
    string? Engine,
    LoadTestWorkerHealth? Health = null,
    DateTimeOffset? SavedAt = null,
    TimeSpan? ClockOffset = null);

/// <summary>JSON of the run's documents: camelCase, enums by name, made at compile time for NativeAOT.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(ClaimDocument))]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(SharesDocument))]
[JsonSerializable(typeof(StartDocument))]
[JsonSerializable(typeof(SetupDocument))]
[JsonSerializable(typeof(StopDocument))]
[JsonSerializable(typeof(LiveDocument))]
[JsonSerializable(typeof(CompletionDocument))]
[JsonSerializable(typeof(LoadTestRun))]
internal sealed partial class RunJson : JsonSerializerContext;

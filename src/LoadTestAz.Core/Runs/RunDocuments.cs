using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using LoadTestAz.Metrics;

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

/// <summary><c>ready_&lt;i&gt;.json</c>: the worker waits for the common start.</summary>
public sealed record ReadyDocument(int Worker, DateTimeOffset At, string Engine, string Host);

/// <summary><c>start.json</c>: the instant at which all begin, and who takes part.</summary>
public sealed record StartDocument(DateTimeOffset StartAt, IReadOnlyList<int> Workers);

/// <summary><c>stop.json</c>: end early, and why.</summary>
public sealed record StopDocument(DateTimeOffset At, string Reason);

/// <summary><c>live_&lt;i&gt;.json</c>: the latest snapshot; all of the worker's metrics so far.</summary>
/// <param name="Worker">0-based.</param>
/// <param name="Sequence">Counts up from 1.</param>
/// <param name="At">When it was taken.</param>
/// <param name="StartedAt">When the worker's load really began.</param>
/// <param name="State">Running or Uploading.</param>
/// <param name="Metrics">As <c>metrics_&lt;i&gt;.json.gz</c> holds them.</param>
public sealed record LiveDocument(int Worker, int Sequence, DateTimeOffset At, DateTimeOffset StartedAt, WorkerState State, JsonElement Metrics)
{
    /// <summary>The metrics that it carries.</summary>
    /// <exception cref="FormatException">They are not what a worker writes.</exception>
    public MetricSet DecodeMetrics() => MetricSetJson.Deserialize(Encoding.UTF8.GetBytes(Metrics.GetRawText()));
}

/// <summary><c>completion_&lt;i&gt;.json</c>: written last; when it is there, everything else is.</summary>
/// <param name="Worker">0-based.</param>
/// <param name="State">Completed, Failed, Stopped or Skipped.</param>
/// <param name="Cause">Why it did not complete; None when it did.</param>
/// <param name="Detail">A sentence for people.</param>
/// <param name="ExitCode">k6's exit code or its equivalent; null when no engine ran.</param>
/// <param name="StartedAt">When the load really began; null when it never did.</param>
/// <param name="FinishedAt">When the load ended.</param>
/// <param name="HasMetrics">Whether <c>metrics_&lt;i&gt;.json.gz</c> was saved.</param>
/// <param name="Engine">The engine's name and version.</param>
public sealed record CompletionDocument(
    int Worker,
    WorkerState State,
    WorkerCause Cause,
    string? Detail,
    int? ExitCode,
    DateTimeOffset? StartedAt,
    DateTimeOffset FinishedAt,
    bool HasMetrics,
    string? Engine);

/// <summary>JSON of the run's documents: camelCase, enums by name, made at compile time for NativeAOT.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunDocument))]
[JsonSerializable(typeof(ClaimDocument))]
[JsonSerializable(typeof(ReadyDocument))]
[JsonSerializable(typeof(StartDocument))]
[JsonSerializable(typeof(StopDocument))]
[JsonSerializable(typeof(LiveDocument))]
[JsonSerializable(typeof(CompletionDocument))]
internal sealed partial class RunJson : JsonSerializerContext;

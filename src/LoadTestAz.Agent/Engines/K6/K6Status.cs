using System.Text.Json.Serialization;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>Where a k6 stands, by its REST API.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/api/v1/status.go"/>
/// <param name="Status">A step of its life; see <see cref="PausedBeforeRun"/>.</param>
/// <param name="Paused">Whether it waits to be let go.</param>
public sealed record K6Status(
    [property: JsonPropertyName("status")] int Status,
    [property: JsonPropertyName("paused")] bool Paused)
{
    /// <summary>Everything is initialized and nothing has begun. Source: lib/execution.go, ExecutionStatusPausedBeforeRun.</summary>
    public const int PausedBeforeRun = 4;

    /// <summary>The load has ended; so it has in the two states that follow, interrupted and marked as failed. Source: the same.</summary>
    public const int Ended = 9;

    /// <summary>The load was broken off: on request, by the script itself, or by a signal.</summary>
    public const int Interrupted = 10;

    /// <summary>Ready to be let go.</summary>
    [JsonIgnore]
    public bool IsReady => Status == PausedBeforeRun && Paused;

    /// <summary>Its load is over; it is still there only because it lingers.</summary>
    [JsonIgnore]
    public bool HasEnded => Status >= Ended;
}

using System.Globalization;

namespace LoadTestAz.Runs;

/// <summary>A state that a worker came into.</summary>
/// <param name="State">The state.</param>
/// <param name="At">When (UTC); null when it must have been in it, and nobody knows when.</param>
public sealed record LoadTestWorkerStep(WorkerState State, DateTimeOffset? At)
{
    /// <summary>For lists: <c>Ready 12:00:03.120</c>.</summary>
    public override string ToString() => At is { } at ? string.Create(CultureInfo.InvariantCulture, $"{State} {at.UtcDateTime:HH:mm:ss.fff}") : State.ToString();
}

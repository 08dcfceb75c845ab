using System.Text.Json;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// How long scenarios make load. k6's own <c>totalDuration</c> has the graceful ends in it, which a plan's duration has not.
/// </summary>
internal static class ScenarioLengths
{
    // Of executors that count iterations. Source: lib/executor/shared_iterations.go, per_vu_iterations.go (maxDuration).
    private static readonly TimeSpan DefaultMaxDuration = TimeSpan.FromMinutes(10);

    /// <summary>From the start to the end of the last scenario; null when one has no end that can be known.</summary>
    public static TimeSpan? Longest(JsonElement? scenarios)
    {
        if (scenarios is not { ValueKind: JsonValueKind.Object } all)
            return null;
        var longest = TimeSpan.Zero;
        foreach (var scenario in all.EnumerateObject())
        {
            if (Of(scenario.Value) is not { } length || length <= TimeSpan.Zero)
                return null;
            var end = length + (Duration(scenario.Value, "startTime") ?? TimeSpan.Zero);
            longest = end > longest ? end : longest;
        }

        return longest > TimeSpan.Zero ? longest : null;
    }

    private static TimeSpan? Of(JsonElement scenario)
    {
        if (ScriptOptions.Member(scenario, "stages") is { ValueKind: JsonValueKind.Array } stages)
            return stages.EnumerateArray().Aggregate((TimeSpan?)TimeSpan.Zero, (sum, stage) => sum + Duration(stage, "duration"));
        if (Duration(scenario, "duration") is { } duration)
            return duration;
        return ScriptOptions.Member(scenario, "executor")?.GetString() is "shared-iterations" or "per-vu-iterations"
            ? Duration(scenario, "maxDuration") ?? DefaultMaxDuration
            : null;
    }

    private static TimeSpan? Duration(JsonElement element, string name) =>
        ScriptOptions.Member(element, name) is { ValueKind: JsonValueKind.String } text && K6Duration.TryParse(text.GetString()!, out var duration, out _) ? duration : null;
}

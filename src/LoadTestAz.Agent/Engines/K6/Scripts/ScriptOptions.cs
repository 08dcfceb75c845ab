using System.Text.Json;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>What a script's own options say of load and thresholds.</summary>
internal sealed record ScriptOptions
{
    // The shortcuts of k6's options for a single scenario (lib/options.go; lib/executor/helpers.go has how they are read).
    private static readonly string[] Shortcuts = ["stages", "iterations", "vus", "duration"];

    /// <summary>Names of the scenarios; empty when the options have none.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Other settings of load: stages, iterations, vus, duration.</summary>
    public IReadOnlyList<string> LoadSettings { get; init; } = [];

    /// <summary>The thresholds, as k6 writes them.</summary>
    public IReadOnlyList<LoadTestThresholdRule> Thresholds { get; init; } = [];

    /// <summary>What is odd about them, in words for people.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>The most VUs that the script's load needs; null when it is not known.</summary>
    public int? MaxVus { get; init; }

    /// <summary>The most requests per second that one k6 makes; null for no limit.</summary>
    public int? Rps { get; init; }

    /// <summary>Whether setup() is not to run, though the script may have one.</summary>
    public bool SkipsSetup { get; init; }

    /// <summary>Whether teardown() is not to run, though the script may have one.</summary>
    public bool SkipsTeardown { get; init; }

    /// <summary>How long the script's load lasts at most, graceful ends not counted; null when it is not known.</summary>
    public TimeSpan? Length { get; init; }

    /// <summary>Whether the script says by itself how much load it makes.</summary>
    public bool SetsLoad => Scenarios.Count > 0 || LoadSettings.Count > 0;

    /// <summary>Whether it does so by nothing but a number of VUs or a duration.</summary>
    public bool SetsOnlyVusOrDuration => Scenarios.Count == 0 && LoadSettings.All(setting => setting is "vus" or "duration");

    /// <summary>Reads options as <c>k6 inspect</c> prints them.</summary>
    /// <param name="own">The options as the script has them.</param>
    /// <param name="required">The output with <c>--execution-requirements</c>, where all load is scenarios; null when it is not at hand.</param>
    public static ScriptOptions Parse(JsonElement own, JsonElement? required)
    {
        var warnings = new List<string>();
        return new ScriptOptions
        {
            Scenarios = Member(own, "scenarios") is { ValueKind: JsonValueKind.Object } scenarios ? [.. scenarios.EnumerateObject().Select(s => s.Name)] : [],
            LoadSettings = [.. Shortcuts.Where(name => IsSet(Member(own, name)))],
            Thresholds = ScriptThresholds.Parse(Member(own, "thresholds"), warnings),
            Warnings = warnings,
            MaxVus = required is { } r && Member(r, "maxVUs") is { ValueKind: JsonValueKind.Number } max && max.TryGetInt32(out var count) ? count : null,
            Rps = Member(own, "rps") is { ValueKind: JsonValueKind.Number } rps && rps.TryGetInt32(out var limit) && limit > 0 ? limit : null,
            SkipsSetup = Member(own, "noSetup") is { ValueKind: JsonValueKind.True },
            SkipsTeardown = Member(own, "noTeardown") is { ValueKind: JsonValueKind.True },
            Length = required is { } q ? ScenarioLengths.Longest(Member(q, "scenarios")) : null,
        };
    }

    /// <summary>Whether options give a duration, or zero VUs, and so leave the number of VUs to k6.</summary>
    public static bool LacksVus(JsonElement own) =>
        Member(own, "scenarios") is null && !IsSet(Member(own, "vus")) && (Member(own, "duration") is not null || Member(own, "vus") is not null);

    /// <summary>A property; null when it is not there, or null.</summary>
    internal static JsonElement? Member(JsonElement element, string name) =>
        element.ValueKind is JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    // k6 passes over vus: 0 and an empty list of stages.
    private static bool IsSet(JsonElement? value) => value switch
    {
        null => false,
        { ValueKind: JsonValueKind.Array } stages => stages.GetArrayLength() > 0,
        { ValueKind: JsonValueKind.Number } number => number.GetDouble() != 0,
        _ => true,
    };
}

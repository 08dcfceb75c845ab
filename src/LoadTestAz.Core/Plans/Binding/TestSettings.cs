using LoadTestAz.Metrics;

namespace LoadTestAz.Plans.Binding;

/// <summary>What each virtual user does.</summary>
internal sealed record TestSettings
{
    public required LoadTestEngine Engine { get; init; }

    public required LoadTestCapture Capture { get; init; }

    public required Uri? TargetUrl { get; init; }

    public required string? Script { get; init; }

    public required SetupPolicy Setup { get; init; }

    public required IReadOnlyDictionary<string, string> Env { get; init; }

    public required IReadOnlyList<string> Secrets { get; init; }

    public required IReadOnlyList<LoadTestRequest> Requests { get; init; }

    public required TimeSpan Sleep { get; init; }

    /// <summary>The metrics that there will be; null when a script may define others.</summary>
    public required IReadOnlyList<Metric>? Measured { get; init; }

    public required IReadOnlyList<LoadTestThresholdRule> Thresholds { get; init; }

    public required IReadOnlyDictionary<string, string> Tags { get; init; }
}

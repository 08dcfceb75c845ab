namespace LoadTestAz.Plans;

/// <summary>When a run is so bad that it is to end: a figure of what all workers measured within a window that moves with the run.</summary>
/// <param name="Metric">A metric or submetric in k6's notation.</param>
/// <param name="Expression">What ends the run when it holds, as k6 writes thresholds: <c>rate&gt;0.2</c>.</param>
/// <param name="Window">The time that the figure is of.</param>
public sealed record LoadTestStopRule(string Metric, string Expression, TimeSpan Window)
{
    /// <summary>The window where a rule names none.</summary>
    public static readonly TimeSpan DefaultWindow = TimeSpan.FromMinutes(1);

    /// <summary>The shortest window: two snapshots, since a worker writes one every 5 s.</summary>
    public static readonly TimeSpan MinWindow = TimeSpan.FromSeconds(10);

    /// <summary>The longest window.</summary>
    public static readonly TimeSpan MaxWindow = TimeSpan.FromHours(1);

    /// <summary>As plans write it: <c>http_req_failed: rate&gt;0.2 for 1m</c>.</summary>
    public override string ToString() => $"{Metric}: {Expression} for {K6Duration.Format(Window)}";
}

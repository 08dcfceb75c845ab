using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs.Live;

/// <summary>
/// Decides whether a run is so bad that it is to end: by the thresholds with abortOnFail, on all that was measured so far,
/// and by the rules of stop_when, each on its window. Only what was measured counts: without a sample nothing ends a run.
/// </summary>
internal sealed class StopJudge(LoadTestPlan plan)
{
    private readonly StopWindow[] _windows = [.. plan.StopWhen.Select(rule => new StopWindow(rule))];

    /// <summary>Judges the run as it stands; to be called for each merge in the order of time.</summary>
    /// <param name="data">All workers' metrics.</param>
    /// <param name="thresholds">The plan's thresholds as judged on them, in the plan's order.</param>
    /// <param name="working">The snapshots of the workers that make load; at least one.</param>
    /// <param name="now">When.</param>
    /// <returns>Null when nothing is to end.</returns>
    public StopDocument? Judge(MergedData data, IReadOnlyList<LoadTestThreshold> thresholds, IReadOnlyDictionary<int, LiveReading> working, DateTimeOffset now)
    {
        // All windows have to see each merge, whatever is found first.
        var stops = _windows.Select(window => window.Take(data, working) is { } met ? Met(window.Rule, met, now) : null).ToList();
        return Crossed(thresholds, working, now) ?? stops.FirstOrDefault(stop => stop is not null);
    }

    private StopDocument? Crossed(IReadOnlyList<LoadTestThreshold> thresholds, IReadOnlyDictionary<int, LiveReading> working, DateTimeOffset now)
    {
        // Each worker's own clock: how it is set does not matter to a difference.
        var elapsed = working.Values.Min(reading => reading.Elapsed);
        foreach (var (rule, threshold) in plan.Thresholds.Zip(thresholds))
        {
            if (!rule.AbortOnFail || threshold.Passed || !threshold.IsDecided || threshold.Actual is not { } actual || elapsed < rule.DelayAbortEval)
                continue;
            var text = $"{rule.Metric}: {rule.Expression}";
            return new StopDocument(now, $"The threshold '{text}' with abortOnFail was crossed: {Figure(rule.Expression, actual)} after {Seconds(elapsed)}.", Rule: text);
        }

        return null;
    }

    private static StopDocument Met(LoadTestStopRule rule, StopWindow.Finding met, DateTimeOffset now) =>
        new(now, $"The rule '{rule}' of stop_when was met: {Figure(rule.Expression, met.Figure)} over the last {Seconds(met.Span)}.", Rule: rule.ToString());

    private static string Figure(string expression, double actual)
    {
        var name = ThresholdExpression.TryParse(expression, out var parsed, out _) && parsed.Percentile is { } percentile
            ? string.Create(CultureInfo.InvariantCulture, $"p({percentile})")
            : parsed?.Aggregation;
        return string.Create(CultureInfo.InvariantCulture, $"{name} was {actual:G4}");
    }

    private static string Seconds(TimeSpan time) => K6Duration.Format(TimeSpan.FromSeconds(Math.Round(time.TotalSeconds)));
}

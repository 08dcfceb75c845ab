using System.Text.Json;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// The thresholds of a script's options, as rules of the plan: no single worker can judge them, so they are judged on
/// the merge.
/// </summary>
internal static class ScriptThresholds
{
    /// <summary>Reads <c>options.thresholds</c>.</summary>
    /// <param name="thresholds">By metric a list of expressions, or of objects with threshold, abortOnFail and delayAbortEval.</param>
    /// <param name="warnings">Takes those that can't be judged here.</param>
    public static IReadOnlyList<LoadTestThresholdRule> Parse(JsonElement? thresholds, List<string> warnings)
    {
        var rules = new List<LoadTestThresholdRule>();
        if (thresholds is not { ValueKind: JsonValueKind.Object } all)
            return rules;
        foreach (var metric in all.EnumerateObject())
        {
            foreach (var item in metric.Value.ValueKind is JsonValueKind.Array ? [.. metric.Value.EnumerateArray()] : new[] { metric.Value })
            {
                var expression = item.ValueKind is JsonValueKind.String ? item.GetString() : ScriptOptions.Member(item, "threshold")?.GetString();
                if (Rule(metric.Name, expression ?? "", item) is { } rule)
                    rules.Add(rule);
                else
                    warnings.Add($"The script's threshold '{metric.Name}: {expression}' can't be judged on the merged result, and is left out.");
            }
        }

        return rules;
    }

    /// <summary>The plan's thresholds and those of the script; where both have the same, the plan's stands.</summary>
    public static IReadOnlyList<LoadTestThresholdRule> Merge(IReadOnlyList<LoadTestThresholdRule> plan, IEnumerable<LoadTestThresholdRule> script)
    {
        var merged = plan.ToList();
        foreach (var rule in script)
        {
            if (!merged.Any(known => IsSame(known, rule)))
                merged.Add(rule);
        }

        return merged;
    }

    private static LoadTestThresholdRule? Rule(string metric, string expression, JsonElement item)
    {
        if (!MetricSelector.TryParse(metric, out var selector, out _) || !ThresholdExpression.TryParse(expression, out var parsed, out _))
            return null;
        if (BuiltInMetrics.Find(selector.Metric) is { } known && !parsed.Fits(known.Type))
            return null;
        var abort = ScriptOptions.Member(item, "abortOnFail") is { ValueKind: JsonValueKind.True };
        var delay = ScriptOptions.Member(item, "delayAbortEval") is { ValueKind: JsonValueKind.String } text && K6Duration.TryParse(text.GetString()!, out var duration, out _)
            ? duration
            : TimeSpan.Zero;
        return new LoadTestThresholdRule(selector.ToString(), parsed.Source, abort, delay);
    }

    // "p(95) < 500" and "p(95)<500" are the same.
    private static bool IsSame(LoadTestThresholdRule a, LoadTestThresholdRule b) =>
        a.Metric == b.Metric
        && ThresholdExpression.TryParse(a.Expression, out var x, out _) && ThresholdExpression.TryParse(b.Expression, out var y, out _)
        && x with { Source = "" } == y with { Source = "" };
}

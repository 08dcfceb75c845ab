using System.Text.RegularExpressions;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Plans.Binding;

/// <summary>
/// Binds <c>execution.stop_when</c>: by metric a rule or a list of them, each an expression as k6 writes thresholds, and a
/// window where it is not the usual one: <c>rate&gt;0.2 for 60s</c>.
/// </summary>
internal static partial class StopRuleBinder
{
    private const string Allowed = "a rule such as \"rate>0.2 for 60s\", or a list of them";

    /// <summary>The rules, in the order of the file.</summary>
    /// <param name="execution">The section <c>execution</c>.</param>
    /// <param name="measured">The metrics that there will be; null when a script may define others.</param>
    /// <param name="duration">How long the load lasts; null when a script may set it.</param>
    public static IReadOnlyList<LoadTestStopRule> Bind(PlanSection execution, IReadOnlyList<Metric>? measured, TimeSpan? duration)
    {
        var rules = new List<LoadTestStopRule>();
        foreach (var (metric, value) in execution.Entries("stop_when"))
        {
            var key = value with { Node = value.Key ?? value.Node };
            if (!MetricSelector.TryParse(metric, out var selector, out var error))
            {
                key.Mistake($"{key.Shown} names no metric: {error}");
                continue;
            }

            var known = BuiltInMetrics.Find(selector.Metric);
            if (measured is not null && (known is null || !measured.Contains(known)))
                key.Warn($"no metric '{selector.Metric}' will be measured, so the rule never ends the run", known is null ? Spelling.Nearest(selector.Metric, measured.Select(m => m.Name)) : null);
            foreach (var item in value.Items())
            {
                if (Rule(item, selector, known) is not { } rule)
                    continue;
                if (rule.Window >= duration)
                    item.Warn($"the window of {K6Duration.Format(rule.Window)} is as long as the load ({K6Duration.Format(duration.Value)}) or longer, so the rule never ends the run");
                rules.Add(rule);
                if (rules.Count == PlanLimits.MaxStopRules + 1)
                    item.Mistake($"is one rule too many; allowed are {PlanLimits.MaxStopRules}");
            }
        }

        return rules.ToArray();
    }

    private static LoadTestStopRule? Rule(PlanValue value, MetricSelector selector, Metric? known)
    {
        if (value.Text(Allowed) is not { } text)
            return null;
        var split = WithWindow().Match(text);
        var expression = split.Success ? split.Groups["expression"].Value : text;
        if (!ThresholdExpression.TryParse(expression, out var parsed, out var error))
        {
            value.Mistake($"{value.Shown} is no rule: {error}; the window follows as in \"rate>0.2 for 60s\"", Meant(text));
            return null;
        }

        if (known is not null && !parsed.Fits(known.Type))
        {
            value.Mistake($"{value.Shown} does not fit: {known.Name} is a {PlanValue.Word(known.Type)}, which has {string.Join(", ", ThresholdExpression.AggregationsOf(known.Type))}");
            return null;
        }

        return Window(value, split) is { } window ? new LoadTestStopRule(selector.ToString(), parsed.Source, window) : null;
    }

    private static TimeSpan? Window(PlanValue value, Match split)
    {
        if (!split.Success)
            return LoadTestStopRule.DefaultWindow;
        var text = split.Groups["window"].Value;
        if (!K6Duration.TryParse(text, out var window, out var error))
            value.Mistake($"'{text}' is no window: {error}", PlanNumbers.TryReal(text, out _) ? $"{split.Groups["expression"].Value} for {text}s" : null);
        else if (window < LoadTestStopRule.MinWindow || window > LoadTestStopRule.MaxWindow)
            value.Mistake($"'{text}' is out of range; allowed is a window of at least {K6Duration.Format(LoadTestStopRule.MinWindow)}, since a worker reports every 5 s, and at most {K6Duration.Format(LoadTestStopRule.MaxWindow)}");
        else
            return window;
        return null;
    }

    // Everybody but k6 writes p95; and the window is easily led by another word, or none.
    private static string? Meant(string text)
    {
        var better = ThresholdBinder.Parenthesize(text) ?? text;
        var split = OtherWord().Match(better);
        var expression = WithWindow().Match(better) is { Success: true } whole ? whole.Groups["expression"].Value : split.Success ? split.Groups["expression"].Value : better;
        if (split.Success && !WithWindow().IsMatch(better))
            better = $"{expression} for {split.Groups["window"].Value}";
        return better != text && ThresholdExpression.TryParse(ThresholdBinder.Parenthesize(expression) ?? expression, out _, out _) ? better : null;
    }

    [GeneratedRegex(@"\A\s*(?<expression>.*?)\s+for\s+(?<window>\S+)\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex WithWindow();

    [GeneratedRegex(@"\A\s*(?<expression>.*?)\s+(?:[A-Za-z]+\s+)?(?<window>[0-9][0-9.]*(?:ms|s|m|h))\s*\z", RegexOptions.CultureInvariant)]
    private static partial Regex OtherWord();
}

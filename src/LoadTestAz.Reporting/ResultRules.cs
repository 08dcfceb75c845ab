using System.Globalization;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting;

/// <summary>The rules that decide whether a result has passed, and how each of them came out.</summary>
internal static class ResultRules
{
    /// <summary>All of them, by kind.</summary>
    public static IEnumerable<ResultRule> Of(LoadTestResult result) => [End(result), Coverage(result), .. Script(result), .. Thresholds(result)];

    /// <summary>The thresholds.</summary>
    public static IEnumerable<ResultRule> Thresholds(LoadTestResult result) => result.Thresholds.Select(t => new ResultRule(
        ResultRuleKind.Threshold,
        $"{t.Metric}: {t.Expression}",
        t.Passed ? null : new RuleFailure(t.Expression, Expectations.Actual(result, t), [])));

    /// <summary>How much of the load took part; the details say who is missing.</summary>
    public static ResultRule Coverage(LoadTestResult result) => new(
        ResultRuleKind.Coverage,
        Expectations.CoverageRule(result),
        Expectations.IsCovered(result) ? null : new RuleFailure(
            Expectations.CoverageRule(result),
            Expectations.Coverage(result.Coverage),
            [.. Expectations.Missing(result).Select(w => string.Create(CultureInfo.InvariantCulture, $"Worker {w.Index} ({w.Vus} VUs): {Expectations.Reason(w)}"))]));

    /// <summary>Whether the run went on to its end.</summary>
    public static ResultRule End(LoadTestResult result) => new(
        ResultRuleKind.State,
        Expectations.EndRule,
        Expectations.HasEnded(result) ? null : new RuleFailure(Expectations.EndRule, result.State.ToString(), result.StopReason is { } reason ? [reason] : []));

    /// <summary>What the script said against the run. Most have none that could; a rule that can't fail would be noise.</summary>
    public static IEnumerable<ResultRule> Script(LoadTestResult result) =>
        result.ScriptVerdict is { } verdict ? [new ResultRule(ResultRuleKind.Script, Expectations.ScriptRule, new RuleFailure(Expectations.ScriptRule, verdict, []))] : [];
}

using System.Globalization;
using System.Text;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting;

/// <summary>A result that has not passed, and why; for people who see it in the log of a build.</summary>
/// <param name="Result">The result.</param>
/// <param name="Rules">The rules that failed, by kind.</param>
internal sealed record FailedResult(LoadTestResult Result, IReadOnlyList<ResultRule> Rules)
{
    // Of 300 workers that are missing, some tell why.
    private const int MaxDetails = 5;

    /// <summary>
    /// What failed, when there is room for one thing: what ended the run, if it ended itself (a rule of its plan, its script),
    /// since all else comes of that; otherwise the first of the rules that failed.
    /// </summary>
    public ResultRuleKind Kind =>
        Result.StopRule is not null ? ResultRuleKind.Threshold
        : Result.ScriptVerdict is not null ? ResultRuleKind.Script
        : Rules[0].Kind;

    /// <summary>Each rule that failed, with what was expected and what came; several lines, safe to be shown.</summary>
    public string Text
    {
        get
        {
            var text = new StringBuilder();
            text.Append(CultureInfo.InvariantCulture, $"'{VisibleText.Of(Result.Name)}' (run {VisibleText.Of(Result.RunId)}) has not passed: {Rules.Count} of {ResultRules.Of(Result).Count()} rules failed.");
            foreach (var rule in Rules)
            {
                text.Append(CultureInfo.InvariantCulture, $"\n- {VisibleText.Of(rule.Words)}");
                foreach (var detail in rule.Failure!.Details.Take(MaxDetails))
                    text.Append("\n    ").Append(VisibleText.Of(detail));
                if (rule.Failure.Details.Count > MaxDetails)
                    text.Append(CultureInfo.InvariantCulture, $"\n    ... and {rule.Failure.Details.Count - MaxDetails} more.");
            }

            return text.ToString();
        }
    }

    /// <summary>Judges a result; null when it has passed.</summary>
    public static FailedResult? Of(LoadTestResult result)
    {
        var failed = ResultRules.Of(result).Where(r => r.Failure is not null).ToList();
        return failed.Count == 0 ? null : new FailedResult(result, failed);
    }
}

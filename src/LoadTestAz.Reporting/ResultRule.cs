namespace LoadTestAz.Reporting;

/// <summary>One thing that was asked of a result. All texts are foreign.</summary>
/// <param name="Kind">What it is about.</param>
/// <param name="Name">Tells it from the others of its kind, and stays the same from run to run.</param>
/// <param name="Failure">Null when it passed.</param>
internal sealed record ResultRule(ResultRuleKind Kind, string Name, RuleFailure? Failure)
{
    /// <summary>Of one that failed, what was expected and what came.</summary>
    public string Words => $"{Kind.ToString().ToLowerInvariant()}: expected: {Name}; actual: {Failure?.Actual}";
}

namespace LoadTestAz.Reporting;

/// <summary>Why a rule failed. All texts are foreign.</summary>
/// <param name="Expected">What should have been.</param>
/// <param name="Actual">What was.</param>
/// <param name="Details">What else helps, a line each.</param>
internal sealed record RuleFailure(string Expected, string Actual, IReadOnlyList<string> Details);

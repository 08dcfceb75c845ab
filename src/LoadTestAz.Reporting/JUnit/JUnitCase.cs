namespace LoadTestAz.Reporting.JUnit;

/// <summary>One test case. All texts are foreign.</summary>
/// <param name="Kind">What was tested: <c>threshold</c>, <c>check</c>, <c>coverage</c> or <c>run</c>.</param>
/// <param name="Name">Tells it from the others of its kind, and stays the same from run to run.</param>
/// <param name="Failure">Null when it passed.</param>
internal sealed record JUnitCase(string Kind, string Name, JUnitFailure? Failure);

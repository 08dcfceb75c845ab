namespace LoadTestAz.Plans;

/// <summary>A threshold as the plan states it.</summary>
/// <param name="Metric">A metric or submetric in k6's notation.</param>
/// <param name="Expression">k6's expression, such as <c>p(95)&lt;500</c>.</param>
/// <param name="AbortOnFail">End the run when it is crossed.</param>
/// <param name="DelayAbortEval">How long after the start <paramref name="AbortOnFail"/> begins to count.</param>
public sealed record LoadTestThresholdRule(string Metric, string Expression, bool AbortOnFail = false, TimeSpan DelayAbortEval = default);

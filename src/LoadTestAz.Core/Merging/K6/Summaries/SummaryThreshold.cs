namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>A threshold as one k6 judged it on its own samples.</summary>
/// <param name="Expression">Such as <c>p(95)&lt;500</c>.</param>
/// <param name="Holds">Whether it held.</param>
internal sealed record SummaryThreshold(string Expression, bool Holds);

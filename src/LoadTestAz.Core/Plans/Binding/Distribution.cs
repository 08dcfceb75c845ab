namespace LoadTestAz.Plans.Binding;

/// <summary>The load and each worker's share of it.</summary>
internal sealed record Distribution(int TotalVus, TimeSpan Duration, TestType TestType, IReadOnlyList<LoadTestPlanWorker> Workers);

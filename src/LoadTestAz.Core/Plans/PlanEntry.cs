namespace LoadTestAz.Plans;

/// <summary>A key of a <see cref="PlanMapping"/> and its value.</summary>
public sealed record PlanEntry(PlanScalar Key, PlanNode Value);

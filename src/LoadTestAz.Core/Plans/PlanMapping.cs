namespace LoadTestAz.Plans;

/// <summary>Keys and values; no key stands twice.</summary>
/// <param name="Entries">In the order in which they were written.</param>
/// <param name="Line">1-based; 0 for a parameter.</param>
/// <param name="Column">1-based; 0 for a parameter.</param>
public sealed record PlanMapping(IReadOnlyList<PlanEntry> Entries, int Line, int Column) : PlanNode(Line, Column)
{
    internal override string Kind => "a mapping";
}

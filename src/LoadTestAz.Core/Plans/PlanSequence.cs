namespace LoadTestAz.Plans;

/// <summary>A list.</summary>
/// <param name="Items">Its values, in order.</param>
/// <param name="Line">1-based; 0 for a parameter.</param>
/// <param name="Column">1-based; 0 for a parameter.</param>
public sealed record PlanSequence(IReadOnlyList<PlanNode> Items, int Line, int Column) : PlanNode(Line, Column)
{
    internal override string Kind => "a list";
}

namespace LoadTestAz.Plans;

/// <summary>
/// A value of a plan file, free of the file's notation: a mapping, a sequence or a scalar, and where it stands.
/// What New-AzLoadTestPlan got as parameters takes the same form, so that both are checked by the same rules.
/// </summary>
/// <param name="Line">1-based; 0 for a parameter.</param>
/// <param name="Column">1-based, in UTF-16 units; 0 for a parameter.</param>
public abstract record PlanNode(int Line, int Column)
{
    /// <summary>The parameter that gave the value, such as <c>-TotalVus</c>; null for a value of the file.</summary>
    public string? Parameter { get; init; }

    /// <summary>What it is, as a mistake calls it.</summary>
    internal abstract string Kind { get; }
}

namespace LoadTestAz.HelpBuilder.Cmdlets;

/// <summary>What the assembly says of a parameter.</summary>
/// <param name="Name">Its name.</param>
/// <param name="TypeName">Its type as PowerShell writes it, such as <c>string[]</c>; of a nullable type the one beneath.</param>
/// <param name="ElementTypeName">Full name of its type, of an array that of its elements.</param>
/// <param name="IsSwitch">It takes no value.</param>
/// <param name="IsList">It takes several values.</param>
/// <param name="TakesWildcards">It is marked as taking wildcards.</param>
/// <param name="Values">The values to choose from; empty where there is no such list.</param>
/// <param name="Aliases">Its other names.</param>
/// <param name="Uses">How it is used, by parameter set.</param>
internal sealed record ParameterFacts(
    string Name,
    string TypeName,
    string ElementTypeName,
    bool IsSwitch,
    bool IsList,
    bool TakesWildcards,
    IReadOnlyList<string> Values,
    IReadOnlyList<string> Aliases,
    IReadOnlyDictionary<string, ParameterUse> Uses)
{
    /// <summary>The name that PowerShell has for a parameter of all sets.</summary>
    public const string AllSets = "__AllParameterSets";

    /// <summary>Wherever it can be given, it must be.</summary>
    public bool IsMandatory { get; } = Uses.Values.All(u => u.IsMandatory);

    /// <summary>All its uses taken together.</summary>
    public ParameterUse Overall { get; } = new(
        Uses.Values.All(u => u.IsMandatory),
        Uses.Values.Select(u => u.Position).Min(),
        Uses.Values.Any(u => u.FromPipeline),
        Uses.Values.Any(u => u.FromPipelineByPropertyName));

    /// <summary>Its use in a set; null when it is not of that set.</summary>
    public ParameterUse? In(string set) => Uses.GetValueOrDefault(set) ?? Uses.GetValueOrDefault(AllSets);

    /// <summary>It goes by that name.</summary>
    public bool IsNamed(string name) => Aliases.Append(Name).Contains(name, StringComparer.OrdinalIgnoreCase);
}

namespace LoadTestAz.HelpBuilder.Cmdlets;

/// <summary>What the assembly says of a cmdlet.</summary>
/// <param name="Name">Verb and noun.</param>
/// <param name="Verb">The verb.</param>
/// <param name="Noun">The noun.</param>
/// <param name="SupportsShouldProcess">It takes -WhatIf and -Confirm.</param>
/// <param name="Parameters">Its own parameters, without those that PowerShell adds.</param>
/// <param name="ParameterSets">Names of its parameter sets, the default one first.</param>
/// <param name="Outputs">Full names of the types it gives.</param>
internal sealed record CmdletFacts(
    string Name,
    string Verb,
    string Noun,
    bool SupportsShouldProcess,
    IReadOnlyList<ParameterFacts> Parameters,
    IReadOnlyList<string> ParameterSets,
    IReadOnlyList<string> Outputs)
{
    /// <summary>Full names of the types that it takes from the pipeline by value.</summary>
    public IReadOnlyList<string> Inputs { get; } =
        [.. Parameters.Where(p => p.Uses.Values.Any(u => u.FromPipeline)).Select(p => p.ElementTypeName).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];

    /// <summary>The parameter of that name or alias; null for none.</summary>
    public ParameterFacts? Find(string name) => Parameters.FirstOrDefault(p => p.IsNamed(name));
}

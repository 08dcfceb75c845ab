using System.Management.Automation;
using System.Reflection;
using Microsoft.PowerShell;

namespace LoadTestAz.HelpBuilder.Cmdlets;

/// <summary>Reads cmdlets and their parameters out of an assembly, as PowerShell itself sees them.</summary>
internal static class CmdletReader
{
    private static readonly HashSet<string> Common = [.. Cmdlet.CommonParameters, .. Cmdlet.OptionalCommonParameters];

    /// <summary>The cmdlets of an assembly, by name.</summary>
    public static IReadOnlyList<CmdletFacts> Read(Assembly assembly) =>
        [.. assembly.GetExportedTypes()
            .Where(t => !t.IsAbstract && t.GetCustomAttribute<CmdletAttribute>() is not null)
            .Select(Describe)
            .OrderBy(c => c.Name, StringComparer.Ordinal)];

    private static CmdletFacts Describe(Type type)
    {
        var attribute = type.GetCustomAttribute<CmdletAttribute>()!;
        var metadata = new CommandMetadata(type);
        var parameters = metadata.Parameters.Values
            .Where(p => !Common.Contains(p.Name))
            .Select(Describe)
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ToList();
        var sets = parameters.SelectMany(p => p.Uses.Keys).Where(s => s != ParameterFacts.AllSets).Distinct()
            .OrderBy(s => s != metadata.DefaultParameterSetName).ThenBy(s => s, StringComparer.Ordinal).ToList();
        var outputs = type.GetCustomAttributes<OutputTypeAttribute>().SelectMany(o => o.Type).Select(t => t.Type?.FullName ?? t.Name);
        return new CmdletFacts(
            metadata.Name,
            attribute.VerbName,
            attribute.NounName,
            metadata.SupportsShouldProcess,
            parameters,
            sets.Count > 0 ? sets : [ParameterFacts.AllSets],
            [.. outputs.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
    }

    private static ParameterFacts Describe(ParameterMetadata parameter)
    {
        var type = Nullable.GetUnderlyingType(parameter.ParameterType) ?? parameter.ParameterType;
        var element = type.IsArray ? type.GetElementType()! : type;
        return new ParameterFacts(
            parameter.Name,
            ShortName(type),
            element.FullName!,
            parameter.SwitchParameter,
            type.IsArray,
            parameter.Attributes.OfType<SupportsWildcardsAttribute>().Any(),
            element.IsEnum ? Enum.GetNames(element) : [.. parameter.Attributes.OfType<ValidateSetAttribute>().SelectMany(v => v.ValidValues)],
            [.. parameter.Aliases],
            parameter.ParameterSets.ToDictionary(s => s.Key, s => Describe(s.Value)));
    }

    private static ParameterUse Describe(ParameterSetMetadata use) => new(
        use.IsMandatory,
        use.Position < 0 ? ParameterUse.Named : use.Position,
        use.ValueFromPipeline,
        use.ValueFromPipelineByPropertyName);

    // As Get-Command -Syntax has it: PowerShell's own names (int, string[]) for .NET's types.
    private static string ShortName(Type type)
    {
        if (type.IsArray)
            return ShortName(type.GetElementType()!) + "[]";
        var name = type.Assembly == typeof(int).Assembly ? ToStringCodeMethods.Type(PSObject.AsPSObject(type)) : type.Name;
        return name[(name.LastIndexOf('.') + 1)..];
    }
}

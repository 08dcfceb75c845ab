using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Yaml;

/// <summary>
/// Reads plan files in YAML. What it refuses, though YAML has it: aliases and merge keys, tags, several documents,
/// keys that are no single values. A plan needs none of them, and each makes a file harder to trust.
/// </summary>
/// <remarks>Created by name from outside its load context: keep the constructor without parameters, and YamlDotNet's types inside.</remarks>
public sealed class YamlPlanReader : IPlanDocumentReader
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MaxBytes = 1 << 20;

    /// <summary>The most keys, values, lists and mappings in a file.</summary>
    public const int MaxNodes = 50_000;

    /// <summary>The deepest nesting of lists and mappings. A plan needs five.</summary>
    public const int MaxDepth = 32;

    /// <inheritdoc/>
    public PlanDocument Read(Stream content, string file)
    {
        var text = PlanText.Read(content, file, out var mistake);
        return text is null ? new PlanDocument(file, null, [mistake!]) : new YamlTree(text, file).Read();
    }
}

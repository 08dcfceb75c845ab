using NJsonSchema;
using YamlDotNet.Serialization;

namespace LoadTestAz.Yaml.Tests;

/// <summary>configs/plan.schema.json, by which editors complete and check plan files.</summary>
internal static class PlanSchemaFile
{
    private static readonly ISerializer ToJson = new SerializerBuilder().JsonCompatible().Build();

    // Editors read plain scalars as YAML 1.2 does: 30 is a number, "30" a text.
    private static readonly IDeserializer Plain = new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build();

    /// <summary>The schema.</summary>
    public static JsonSchema Schema { get; } = JsonSchema.FromJsonAsync(Text).GetAwaiter().GetResult();

    /// <summary>The file's content.</summary>
    public static string Text => File.ReadAllText(Path.Combine(ConfigsTests.Configs, "plan.schema.json"));

    /// <summary>What an editor would underline in a plan.</summary>
    public static IReadOnlyList<string> Mistakes(string yaml) =>
        [.. Schema.Validate(ToJson.Serialize(Plain.Deserialize<object>(yaml))).Select(error => error.ToString())];
}

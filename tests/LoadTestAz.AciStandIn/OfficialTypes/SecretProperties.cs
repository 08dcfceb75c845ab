using System.Text.Json.Nodes;
using Azure.Bicep.Types;
using Azure.Bicep.Types.Concrete;

namespace LoadTestAz.AciStandIn.OfficialTypes;

/// <summary>Takes out of a body what the official type marks as secret: secureValue, passwords, keys.</summary>
internal static class SecretProperties
{
    /// <summary>Stands where a secret was, in what is shown to people.</summary>
    public const string Blank = "***";

    // Any text by their type, and secret all the same.
    private const string SecretVolume = "VolumeSecret";
    private const string ProtectedSettings = "protectedSettings";

    /// <summary>A copy with blanks for the secrets.</summary>
    public static JsonObject Blanked(JsonObject body) => Copy(body, Blank);

    /// <summary>A copy without them, as the service gives a group back.</summary>
    public static JsonObject Removed(JsonObject body) => Copy(body, replacement: null);

    private static JsonObject Copy(JsonObject body, string? replacement)
    {
        var copy = (JsonObject)body.DeepClone();
        Walk(OfficialType.Body, copy, replacement);
        return copy;
    }

    // A body may be wrong in any way: what does not fit the type is left alone, it never gets further than the recorder.
    private static void Walk(TypeBase type, JsonNode? node, string? replacement)
    {
        if (type is ArrayType array && node is JsonArray items)
        {
            foreach (var item in items)
                Walk(array.ItemType.Type, item, replacement);
        }

        if (type is not ObjectType expected || node is not JsonObject value)
            return;
        foreach (var name in value.Select(p => p.Key).ToList())
        {
            var property = expected.Properties.GetValueOrDefault(name)?.Type.Type;
            if (property is StringType { Sensitive: true } || expected.Name == SecretVolume || name == ProtectedSettings)
                Replace(value, name, replacement);
            else if (property is not null)
                Walk(property, value[name], replacement);
        }
    }

    private static void Replace(JsonObject value, string name, string? replacement)
    {
        if (replacement is null)
            value.Remove(name);
        else
            value[name] = replacement;
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Azure.Bicep.Types;
using Azure.Bicep.Types.Concrete;

namespace LoadTestAz.AciStandIn.OfficialTypes;

/// <summary>Walks a PUT body along the official type and lists all that departs from it.</summary>
/// <remarks>
/// Two readings of its own. Enums that are open for later values (literals or any text) are taken as closed, since a value
/// that nobody has heard of is a mistake of ours. And <c>cpu</c> and <c>memoryInGB</c>, whole numbers in the package because
/// Bicep knows no others, may have fractions as in the REST specification.
/// </remarks>
public sealed class BodyValidator
{
    // What says which resource it is stands in the address; a body may repeat it.
    private static readonly HashSet<string> Addressing = ["id", "name", "type", "apiVersion"];
    private static readonly HashSet<string> Fractional = ["cpu", "memoryInGB"];

    private readonly List<TypeMistake> _mistakes = [];

    private BodyValidator()
    {
    }

    /// <summary>All departures, in the order of the body; empty when there is none.</summary>
    public static IReadOnlyList<TypeMistake> Validate(JsonObject body)
    {
        var validator = new BodyValidator();
        validator.Walk(OfficialType.Body, body, "", "");
        return validator._mistakes;
    }

    private void Walk(TypeBase type, JsonNode node, string name, string path)
    {
        switch (type)
        {
            case ObjectType expected when Is<JsonObject>(node, "an object", path, out var value):
                WalkObject(expected, value, path);
                break;
            case ArrayType expected when Is<JsonArray>(node, "an array", path, out var value):
                for (var i = 0; i < value.Count; i++)
                {
                    if (value[i] is { } item)
                        Walk(expected.ItemType.Type, item, name, $"{path}[{i}]");
                    else
                        Add($"{path}[{i}]", "null is no item");
                }

                break;
            case UnionType expected:
                WalkUnion(expected, node, path);
                break;
            case StringLiteralType expected:
                Check(IsText(node, out var literal) && literal == expected.Value, path, $"{Show(node)} is not '{expected.Value}'");
                break;
            case StringType expected:
                if (IsText(node, out var text))
                    CheckText(expected, text, path);
                else
                    Add(path, $"{Show(node)} is not a text");
                break;
            case IntegerType when node.GetValueKind() is not JsonValueKind.Number:
                Add(path, $"{Show(node)} is not a number");
                break;
            case IntegerType expected:
                CheckNumber(expected, node.ToDecimal(), Fractional.Contains(name), path);
                break;
            case BooleanType:
                Check(node.GetValueKind() is JsonValueKind.True or JsonValueKind.False, path, $"{Show(node)} is neither true nor false");
                break;
            case ObjectType or ArrayType or AnyType:
                break;
            default:
                throw new NotSupportedException($"The official type has a {type.GetType().Name} at '{path}', which this walk does not know yet.");
        }
    }

    private void WalkObject(ObjectType type, JsonObject value, string path)
    {
        var top = path.Length == 0;
        foreach (var (name, property) in type.Properties)
        {
            // ARM takes null for absent.
            if (property.Flags.HasFlag(ObjectTypePropertyFlags.Required) && value[name] is null && !(top && Addressing.Contains(name)))
                Add(Join(path, name), "is missing");
        }

        foreach (var (name, node) in value)
        {
            if (node is null || (top && Addressing.Contains(name)))
                continue;
            if (!type.Properties.TryGetValue(name, out var property))
            {
                if (type.AdditionalProperties is { } additional)
                    Walk(additional.Type, node, name, Join(path, name));
                else
                    Add(Join(path, name), $"there is no such property in {type.Name}");
            }
            else if (property.Flags.HasFlag(ObjectTypePropertyFlags.ReadOnly))
            {
                Add(Join(path, name), "is read-only");
            }
            else
            {
                Walk(property.Type.Type, node, name, Join(path, name));
            }
        }
    }

    private void WalkUnion(UnionType union, JsonNode node, string path)
    {
        var literals = union.Elements.Select(e => e.Type).OfType<StringLiteralType>().Select(l => l.Value).ToList();
        if (literals.Count == 0)
            throw new NotSupportedException($"The official type has a union without literals at '{path}', which this walk does not know yet.");
        Check(IsText(node, out var text) && literals.Contains(text), path, $"{Show(node)} is none of {string.Join(", ", literals.Select(l => $"'{l}'"))}");
    }

    private void CheckText(StringType type, string text, string path)
    {
        Check(type.MinLength is null || text.Length >= type.MinLength, path, $"is shorter than {type.MinLength}");
        Check(type.MaxLength is null || text.Length <= type.MaxLength, path, $"is longer than {type.MaxLength}");
        Check(type.Pattern is null || Regex.IsMatch(text, type.Pattern), path, $"does not match {type.Pattern}");
    }

    private void CheckNumber(IntegerType type, decimal value, bool fractional, string path)
    {
        Check(fractional || decimal.IsInteger(value), path, $"{value} is not a whole number");
        Check(type.MinValue is null || value >= type.MinValue, path, $"{value} is less than {type.MinValue}");
        Check(type.MaxValue is null || value <= type.MaxValue, path, $"{value} is more than {type.MaxValue}");
    }

    private bool Is<T>(JsonNode node, string kind, string path, out T value)
        where T : JsonNode
    {
        value = (node as T)!;
        Check(value is not null, path, $"{Show(node)} is not {kind}");
        return value is not null;
    }

    private void Check(bool holds, string path, string otherwise)
    {
        if (!holds)
            Add(path, otherwise);
    }

    private void Add(string path, string text) => _mistakes.Add(new(path, text));

    private static bool IsText(JsonNode node, out string text)
    {
        text = node.GetValueKind() is JsonValueKind.String ? node.GetValue<string>() : "";
        return node.GetValueKind() is JsonValueKind.String;
    }

    // The kind only, for what may be long or a secret.
    private static string Show(JsonNode node) => node.GetValueKind() switch
    {
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => node.ToJsonString(),
        JsonValueKind.String when node.GetValue<string>() is { Length: <= 40 } text => $"'{text}'",
        var kind => $"This {kind.ToString().ToLowerInvariant()}",
    };

    private static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}

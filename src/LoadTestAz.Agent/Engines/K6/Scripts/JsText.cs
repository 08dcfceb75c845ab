using System.Text.Encodings.Web;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>Texts of a plan as JavaScript. Whatever stands in them, they stay texts.</summary>
internal static class JsText
{
    /// <summary>
    /// A string literal. All but plain ASCII becomes \uXXXX, quotes, backticks, line ends and U+2028 among it, so that
    /// no text ends the literal or the line, whatever edition of JavaScript reads it.
    /// </summary>
    public static string Literal(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    /// <summary>An object literal. Its keys are computed: a plain "__proto__" would set the prototype, not a property.</summary>
    public static string Object(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var properties = string.Join(", ", pairs.Select(p => $"[{Literal(p.Key)}]: {Literal(p.Value)}"));
        return properties.Length == 0 ? "{}" : $"{{ {properties} }}";
    }
}

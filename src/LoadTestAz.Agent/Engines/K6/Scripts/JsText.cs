using System.Text.Encodings.Web;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>Texts of a plan as JavaScript. Whatever stands in them, they stay texts.</summary>
internal static class JsText
{
    /// <summary>
    /// A string literal. All but plain ASCII becomes \uXXXX, quotes, backticks, line ends and U+2028 among it, so that
    /// no text ends the literal or the line, whatever edition of JavaScript reads it.
    /// </summary>
    public static string Literal(string text) => $"\"{JavaScriptEncoder.Default.Encode(text)}\"";

    /// <summary>The expression of a request's text, in which variables come from k6's environment.</summary>
    public static string Expression(string text, IReadOnlySet<string> variables) =>
        string.Join(" + ", RequestText.Parts(text, variables).Select(part => part.IsName ? $"__ENV[{Literal(part.Text)}]" : Literal(part.Text)));

    /// <summary>An object literal. Its keys are computed: a plain "__proto__" would set the prototype, not a property.</summary>
    /// <param name="pairs">The properties.</param>
    /// <param name="variables">What may stand in the values for something else; null for nothing.</param>
    public static string Object(IEnumerable<KeyValuePair<string, string>> pairs, IReadOnlySet<string>? variables = null)
    {
        var properties = string.Join(", ", pairs.Select(p => $"[{Literal(p.Key)}]: {(variables is null ? Literal(p.Value) : Expression(p.Value, variables))}"));
        return properties.Length == 0 ? "{}" : $"{{ {properties} }}";
    }
}

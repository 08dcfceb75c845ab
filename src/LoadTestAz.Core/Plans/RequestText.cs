using System.Text.RegularExpressions;

namespace LoadTestAz.Plans;

/// <summary>
/// Texts of a plan's requests in which <c>${NAME}</c> stands for a variable of <c>test.env</c> or a secret: the values of
/// header fields, and bodies. A name that is neither stays as it is written.
/// </summary>
public static partial class RequestText
{
    /// <summary>The names that stand for something in this plan.</summary>
    public static IReadOnlySet<string> NamesIn(LoadTestPlan plan) => plan.Env.Keys.Concat(plan.Secrets).ToHashSet(StringComparer.Ordinal);

    /// <summary>The names that a text mentions, known or not.</summary>
    public static IEnumerable<string> Mentioned(string text) => Variable().Matches(text).Select(match => match.Groups[1].Value);

    /// <summary>The text with values in place of the names.</summary>
    /// <param name="text">The text.</param>
    /// <param name="value">Gives the value of a name; null for one that is not known.</param>
    public static string Fill(string text, Func<string, string?> value) =>
        Variable().Replace(text, match => value(match.Groups[1].Value) ?? match.Value);

    /// <summary>The text cut into what stands there and the known names.</summary>
    public static IEnumerable<(string Text, bool IsName)> Parts(string text, IReadOnlySet<string> names)
    {
        var at = 0;
        foreach (var match in Variable().Matches(text).Where(match => names.Contains(match.Groups[1].Value)))
        {
            if (match.Index > at)
                yield return (text[at..match.Index], false);
            yield return (match.Groups[1].Value, true);
            at = match.Index + match.Length;
        }

        if (at < text.Length || text.Length == 0)
            yield return (text[at..], false);
    }

    [GeneratedRegex(@"\$\{([A-Za-z_][A-Za-z0-9_]*)\}", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

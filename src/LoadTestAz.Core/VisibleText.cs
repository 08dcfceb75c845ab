using System.Globalization;
using System.Text;

namespace LoadTestAz;

/// <summary>
/// Makes foreign text safe to look at: what would act on a terminal, turn the reading direction, hide, or be no legal XML
/// is spelled out in JavaScript's notation (<c>\u{1B}</c>), and line breaks become spaces.
/// </summary>
/// <remarks>
/// For reports, tables and logs alike. Build agents obey lines that have <c>##vso[...]</c> or <c>##[...]</c> anywhere in them, and a report may be printed to a
/// build's log. So no two number signs stay together.
/// https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands
/// </remarks>
public static class VisibleText
{
    /// <summary>The text as it may be shown, on one line.</summary>
    /// <param name="text">Anything; half a surrogate pair becomes U+FFFD.</param>
    /// <param name="maxLength">In characters; what is longer ends in an ellipsis.</param>
    public static string Of(string text, int maxLength = int.MaxValue)
    {
        var visible = new StringBuilder(Math.Min(text.Length, maxLength));
        var last = default(Rune);
        foreach (var rune in text.EnumerateRunes())
        {
            var length = visible.Length;
            Append(visible, rune, last);
            if (visible.Length > maxLength)
            {
                visible.Length = length;
                return visible.Append('…').ToString();
            }

            last = rune;
        }

        return visible.ToString();
    }

    /// <summary>The text as it may be shown, line by line.</summary>
    /// <param name="text">Anything.</param>
    public static string Lines(string text) => string.Join('\n', text.ReplaceLineEndings("\n").Split('\n').Select(line => Of(line)));

    private static void Append(StringBuilder visible, Rune rune, Rune last)
    {
        if (rune.Value is '\n' && last.Value is '\r')
            return;
        if (rune.Value is '\r' or '\n' or '\t')
            visible.Append(' ');
        else if (IsHidden(rune))
            visible.Append(CultureInfo.InvariantCulture, $"\\u{{{rune.Value:X}}}");
        else
            visible.Append(rune.Value is '#' && last.Value is '#' ? " " : "").Append(rune.ToString());
    }

    // Of the format characters the two joiners stay: words of many languages, and many emoji, are made with them.
    private static bool IsHidden(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.Control or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => true,
        UnicodeCategory.Format => rune.Value is not (0x200C or 0x200D),
        UnicodeCategory.OtherNotAssigned => rune.Value is 0xFFFE or 0xFFFF,
        _ => false,
    };
}

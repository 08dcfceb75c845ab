using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text.RegularExpressions;

namespace LoadTestAz.Completion;

/// <summary>What stands before the cursor when Tab is pressed: the beginning of an argument, perhaps with an opening quote or wildcards.</summary>
internal sealed partial class TypedWord
{
    private readonly char _quote;
    private readonly WildcardPattern _pattern;

    public TypedWord(string? word)
    {
        word ??= "";
        _quote = word.Length > 0 && word[0] is '\'' or '"' ? word[0] : '\0';
        var text = _quote == '\0' ? word : word[1..];
        if (_quote != '\0' && text.EndsWith(_quote))
            text = text[..^1];
        Text = _quote == '\'' ? text.Replace("''", "'", StringComparison.Ordinal) : text;
        _pattern = new WildcardPattern(Balanced(Text) + "*", WildcardOptions.IgnoreCase);
    }

    /// <summary>The word without quotes.</summary>
    public string Text { get; }

    /// <summary>Whether something begins with the word, whose wildcards stand for what they always do.</summary>
    public bool Matches(string name) => name.StartsWith(Text, StringComparison.OrdinalIgnoreCase) || _pattern.IsMatch(name);

    /// <summary>A text as an argument: in the quotes that were typed, or in some where it needs them.</summary>
    public string Quoted(string text) => _quote switch
    {
        '"' => $"\"{NotInDoubleQuotes().Replace(text, "`$0")}\"",
        '\'' => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'",
        _ when Plain().IsMatch(text) => text,
        _ => $"'{CodeGeneration.EscapeSingleQuotedStringContent(text)}'",
    };

    // A bracket that is opened and not closed is no pattern, and would be an error.
    private static string Balanced(string text) => text.Contains('[', StringComparison.Ordinal) && !text.Contains(']', StringComparison.Ordinal) ? WildcardPattern.Escape(text) : text;

    // What is one word to PowerShell wherever it stands as an argument.
    [GeneratedRegex(@"\A[A-Za-z0-9_./:\\~][A-Za-z0-9_./:\\~+=-]*\z")]
    private static partial Regex Plain();

    [GeneratedRegex("[`\"$“”„]")]
    private static partial Regex NotInDoubleQuotes();
}

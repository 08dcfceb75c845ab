using YamlDotNet.Core;

namespace LoadTestAz.Yaml;

/// <summary>Says in plain words what the parser stumbled over, for what people trip over most.</summary>
internal static class SyntaxHint
{
    /// <summary>Where and what, 1-based.</summary>
    public static (int Line, int Column, string Message) For(YamlException exception, string text)
    {
        var (line, column) = ((int)exception.Start.Line, (int)exception.Start.Column);

        // The parser reports where the mapping begins, not where the tab is.
        if (exception.Message.Contains("tab", StringComparison.Ordinal) && FindTab(text, line) is { } tab)
            return (tab.Line, tab.Column, "a tab stands where the line is indented; YAML wants spaces");

        var hint = exception.Message switch
        {
            var m when m.Contains("found invalid mapping", StringComparison.Ordinal) => "; put a value that holds ': ' in quotes",
            var m when m.Contains("cannot start any token", StringComparison.Ordinal) => "; put a value that begins with this character in quotes",
            var m when m.Contains("expected ':'", StringComparison.Ordinal) || m.Contains("expected key", StringComparison.Ordinal) => "; a key is followed by a colon and a space",
            var m when m.Contains("unexpected end of stream", StringComparison.Ordinal) => "; a quote is not closed",
            var m when m.Contains("expected <document", StringComparison.Ordinal) => "; keys of one mapping are indented alike",
            _ => "",
        };
        return (line, column, $"bad syntax: {exception.Message.TrimEnd('.')}{hint}");
    }

    private static (int Line, int Column)? FindTab(string text, int from)
    {
        var number = 0;
        foreach (var line in text.AsSpan().EnumerateLines())
        {
            var indent = line.IndexOfAnyExcept(' ');
            if (++number >= from && indent >= 0 && line[indent] == '\t')
                return (number, indent + 1);
        }

        return null;
    }
}

using System.Text;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>A line of k6's log, as logrus writes text: <c>time="…" level=error msg="…" error="…" source=stacktrace</c>.</summary>
/// <seealso href="https://github.com/sirupsen/logrus/blob/v1.9.3/text_formatter.go">printed without colors</seealso>
internal static class K6LogLine
{
    private const int MaxLength = 1000;

    /// <summary>What an error line says, on one line; null for any other.</summary>
    public static string? ErrorOf(string line)
    {
        // The fields tell, not the text alone: a console.log may quote such a line. And what the script says by
        // console.error is no account of how k6 ended.
        if (!line.StartsWith("time=", StringComparison.Ordinal)
            || FieldOf(line, "level") is not ("error" or "fatal" or "panic")
            || FieldOf(line, "source") == "console")
            return null;
        var text = FieldOf(line, "msg") ?? "";
        if (FieldOf(line, "error") is { Length: > 0 } error)
            text += $": {error}";
        return OnOneLine(text);
    }

    /// <summary>A message of k6's on one line; the stack that stands in it follows after blanks.</summary>
    public static string OnOneLine(string text)
    {
        text = string.Join(' ', text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }

    private static string? FieldOf(string line, string name)
    {
        var at = 0;
        while (at < line.Length)
        {
            var equals = line.IndexOf('=', at);
            if (equals < 0)
                return null;
            var key = line[at..equals].Trim();
            var value = ValueAt(line, equals + 1, out at);
            if (key == name)
                return value;
        }

        return null;
    }

    private static string ValueAt(string line, int start, out int end)
    {
        if (start >= line.Length || line[start] != '"')
        {
            end = line.IndexOf(' ', start) is var space and >= 0 ? space : line.Length;
            return line[start..end];
        }

        var value = new StringBuilder();
        for (end = start + 1; end < line.Length && line[end] != '"'; end++)
        {
            // Go's %q; what is rarer than these stays as it is written.
            if (line[end] == '\\' && end + 1 < line.Length)
            {
                end++;
                value.Append(line[end] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    var other => other,
                });
            }
            else
            {
                value.Append(line[end]);
            }
        }

        end = Math.Min(end + 1, line.Length);
        return value.ToString();
    }
}

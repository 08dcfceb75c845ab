using System.Text;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>A line of k6's log, as logrus writes text: <c>time="…" level=error msg="…" error="…" source=stacktrace</c>.</summary>
/// <seealso href="https://github.com/sirupsen/logrus/blob/v1.9.3/text_formatter.go">printed without colors</seealso>
internal static class K6LogLine
{
    private const int MaxLength = 1000;

    private static readonly string[] Errors = ["level=error", "level=fatal", "level=panic"];

    /// <summary>What an error line says, on one line; null for any other.</summary>
    public static string? ErrorOf(string line)
    {
        // k6 writes the time first; a console.log that quotes such a line has it inside its own quotes.
        var level = Array.Find(Errors, e => line.Contains($" {e} ", StringComparison.Ordinal));
        if (level is null || !line.StartsWith("time=", StringComparison.Ordinal))
            return null;
        var fields = line[(line.IndexOf(level, StringComparison.Ordinal) + level.Length)..];

        // What the script says by console.error is no account of how k6 ended.
        if (FieldOf(fields, "source") == "console")
            return null;
        var text = FieldOf(fields, "msg") ?? fields.Trim();
        if (FieldOf(fields, "error") is { Length: > 0 } error)
            text += $": {error}";
        text = string.Join(' ', text.Split([' ', '\t', '\r', '\n'], StringSplitOptions.RemoveEmptyEntries));
        return text.Length <= MaxLength ? text : text[..MaxLength] + "…";
    }

    private static string? FieldOf(string fields, string name)
    {
        var at = 0;
        while (at < fields.Length)
        {
            var equals = fields.IndexOf('=', at);
            if (equals < 0)
                return null;
            var key = fields[at..equals].Trim();
            var value = ValueAt(fields, equals + 1, out at);
            if (key == name)
                return value;
        }

        return null;
    }

    private static string ValueAt(string fields, int start, out int end)
    {
        if (start >= fields.Length || fields[start] != '"')
        {
            end = fields.IndexOf(' ', start) is var space and >= 0 ? space : fields.Length;
            return fields[start..end];
        }

        var value = new StringBuilder();
        for (end = start + 1; end < fields.Length && fields[end] != '"'; end++)
        {
            // Go's %q; what is rarer than these stays as it is written.
            if (fields[end] == '\\' && end + 1 < fields.Length)
            {
                end++;
                value.Append(fields[end] switch
                {
                    'n' => '\n',
                    't' => '\t',
                    'r' => '\r',
                    var other => other,
                });
            }
            else
            {
                value.Append(fields[end]);
            }
        }

        end = Math.Min(end + 1, fields.Length);
        return value.ToString();
    }
}

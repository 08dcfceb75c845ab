using System.Text.Json;
using System.Text.RegularExpressions;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>One line of a stage.</summary>
/// <param name="Keyword">Such as COPY.</param>
/// <param name="Text">The rest, on one line.</param>
internal sealed partial record DockerInstruction(string Keyword, string Text)
{
    /// <summary>NAME=value, quoted or not.</summary>
    public IEnumerable<KeyValuePair<string, string>> Pairs =>
        Pair().Matches(Text).Select(m => KeyValuePair.Create(m.Groups["name"].Value, m.Groups["quoted"].Success ? m.Groups["quoted"].Value : m.Groups["plain"].Value));

    /// <summary>The words of the exec form: a JSON array.</summary>
    public string[] Exec => JsonSerializer.Deserialize<string[]>(Text)!;

    /// <summary>Of COPY: the stage that it copies from (null: the build context), what, and to where.</summary>
    public (string? From, string[] Sources, string Target) Copy
    {
        get
        {
            var words = Text.Split(' ');
            var from = words[0].StartsWith("--from=", StringComparison.Ordinal) ? words[0]["--from=".Length..] : null;
            var paths = words.Where(word => !word.StartsWith("--", StringComparison.Ordinal)).ToArray();
            return (from, paths[..^1], paths[^1]);
        }
    }

    [GeneratedRegex("""(?<name>[A-Za-z0-9_.]+)=(?:"(?<quoted>[^"]*)"|(?<plain>\S+))""")]
    private static partial Regex Pair();
}

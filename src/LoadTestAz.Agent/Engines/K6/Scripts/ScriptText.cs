using System.Formats.Tar;
using System.Text.Json;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// What can be told of a script's options without k6: the keys of <c>export const options = {...}</c>. Never its
/// thresholds, which may be made of anything.
/// </summary>
internal static class ScriptText
{
    private static readonly string[] LoadKeys = ["scenarios", "stages", "iterations", "vus", "duration"];

    private static readonly (string Key, string Warning)[] Unread =
    [
        ("thresholds", "The script has thresholds of its own. They can't be read without k6 on this machine, and are not judged; name k6 by -K6Path, or state them in the plan."),
        ("rps", "The script's option rps can't be read without k6 on this machine, and is not divided: each worker makes as many requests per second as it says. Name k6 by -K6Path."),
    ];

    /// <summary>The options that a script's source shows; null when it does not show them.</summary>
    public static ScriptOptions? Read(string source)
    {
        var tokens = ScriptLexer.Read(source);
        var start = Enumerable.Range(0, tokens.Count).FirstOrDefault(i => tokens[i].Is("options") && i >= 2 && (tokens[i - 1].Is("const") || tokens[i - 1].Is("let") || tokens[i - 1].Is("var")) && tokens[i - 2].Is("export"), -1);
        if (start < 0)
            return MayExportOptions(tokens) ? null : new ScriptOptions();

        // TypeScript may name a type before the equals sign.
        while (start < tokens.Count && !tokens[start].Is("=") && !tokens[start].Is(";"))
            start++;
        if (start + 1 >= tokens.Count || !tokens[start + 1].Is("{") || KeysOf(tokens, start + 1) is not { } keys)
            return null;
        return new ScriptOptions
        {
            // Their names are not known, only that there are some.
            Scenarios = keys.Contains("scenarios") ? ["?"] : [],
            LoadSettings = [.. LoadKeys.Skip(1).Where(keys.Contains)],
            Warnings = [.. Unread.Where(unread => keys.Contains(unread.Key)).Select(unread => unread.Warning)],
        };
    }

    /// <summary>The options in an archive of k6's; null when it is none.</summary>
    public static ScriptOptions? ReadArchive(string path)
    {
        try
        {
            using var tar = new TarReader(File.OpenRead(path));
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.Name != "metadata.json" || entry.DataStream is not { } content)
                    continue;
                using var json = JsonDocument.Parse(content);
                return ScriptOptions.Member(json.RootElement, "options") is { } options ? ScriptOptions.Parse(options, null) : null;
            }
        }
        catch (Exception e) when (e is IOException or InvalidDataException or JsonException or FormatException or UnauthorizedAccessException)
        {
            // What it is, k6 will say when it runs it.
        }

        return null;
    }

    // `export { options }`, `export * from`, `module.exports = ...`, `exports.options = ...`: possible, and not to be seen through.
    private static bool MayExportOptions(IReadOnlyList<ScriptToken> tokens)
    {
        for (var i = 0; i < tokens.Count; i++)
        {
            if (tokens[i].Is("exports") || (tokens[i].Is("export") && i + 1 < tokens.Count && (tokens[i + 1].Is("{") || tokens[i + 1].Is("*"))))
                return true;
        }

        return false;
    }

    /// <summary>The keys of an object literal; null when not all of them can be seen.</summary>
    private static HashSet<string>? KeysOf(IReadOnlyList<ScriptToken> tokens, int open)
    {
        var keys = new HashSet<string>(StringComparer.Ordinal);
        var depth = 0;
        for (var i = open; i < tokens.Count; i++)
        {
            var token = tokens[i];
            if (depth == 1 && (tokens[i - 1].Is("{") || tokens[i - 1].Is(",")) && !token.Is("}"))
            {
                // A spread or a computed key may be any of them.
                if (token.Is(".") || token.Is("["))
                    return null;
                keys.Add(token.Text);
            }

            if (token.Is("{") || token.Is("[") || token.Is("("))
                depth++;
            else if ((token.Is("}") || token.Is("]") || token.Is(")")) && --depth == 0)
                return keys;
        }

        return null;
    }
}

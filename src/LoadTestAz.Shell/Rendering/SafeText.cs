using System.Text.RegularExpressions;

namespace LoadTestAz.Shell.Rendering;

/// <summary>
/// Takes terminal control out of text. What is shown may come from a worker's log or a target's answer, and must not
/// move the cursor, set the title or answer back; on a terminal colours may stay, in a file nothing does.
/// </summary>
internal static partial class SafeText
{
    public static string Clean(string text, bool keepColors) =>
        Suspect().IsMatch(text) ? Controls().Replace(text, m => keepColors && Color().IsMatch(m.Value) ? m.Value : "") : text;

    [GeneratedRegex(@"[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]")]
    private static partial Regex Suspect();

    // CSI; OSC, DCS and kin up to their end; two-character escapes; a lone control character (C0, DEL, C1).
    [GeneratedRegex(@"(?:\x1B\[|\x9B)[0-?]*[ -/]*[@-~]|\x1B[\]PX^_](?:(?!\x07|\x1B\\)[\s\S])*(?:\x07|\x1B\\)|\x1B[ -/]*[0-~]|[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]")]
    private static partial Regex Controls();

    [GeneratedRegex(@"^\x1B\[[0-9;:]*m$")]
    private static partial Regex Color();
}

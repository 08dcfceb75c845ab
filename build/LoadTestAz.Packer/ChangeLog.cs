using System.Text.RegularExpressions;

namespace LoadTestAz.Packer;

/// <summary>What CHANGELOG.md says of a version.</summary>
internal static class ChangeLog
{
    /// <summary>The text below the version's heading.</summary>
    /// <exception cref="PackException">It says nothing of that version.</exception>
    public static string NotesOf(string changeLog, Version version)
    {
        var section = Regex.Match(changeLog.ReplaceLineEndings("\n"), $@"^## {Regex.Escape($"{version}")}(?![\d.]).*\n(?<text>(?:(?!## ).*(?:\n|\z))*)", RegexOptions.Multiline);
        var text = section.Groups["text"].Value.Trim();
        return text.Length > 0 ? text : throw new PackException($"CHANGELOG.md says nothing of version {version}: it needs a heading '## {version}' with what users notice.");
    }
}

namespace LoadTestAz.Completion;

/// <summary>
/// Files and folders as the session sees them. PowerShell's own completion of paths needs commands of its management
/// module, which a host of the bare engine does not have, and knows of no kinds of file.
/// </summary>
internal static class PathCompletion
{
    private static readonly char[] Separators = ['/', Path.DirectorySeparatorChar];

    /// <summary>Folders, and the files that are wanted, whose paths begin with the typed word; the last part of it may have wildcards.</summary>
    /// <param name="word">What was typed.</param>
    /// <param name="wanted">Which file names are.</param>
    public static IReadOnlyList<Suggestion> Of(TypedWord word, Func<string, bool> wanted)
    {
        var cut = word.Text.LastIndexOfAny(Separators) + 1;
        var (before, last) = (word.Text[..cut], new TypedWord(word.Text[cut..]));
        var folder = SessionPath.Resolve(cut == 0 ? "." : before);
        var found = Bounded.List<FileSystemInfo>(add =>
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
            {
                if (last.Matches(entry.Name) && (entry is DirectoryInfo || wanted(entry.Name)) && (last.Text.Length > 0 || !entry.Name.StartsWith('.')))
                    add(entry);
            }
        });
        return [.. found.OrderBy(e => e is FileInfo).ThenBy(e => e.Name, StringComparer.OrdinalIgnoreCase)
            .Select(e => new Suggestion(e.Name, e.FullName) { Text = word.Quoted(before + e.Name), IsChosen = true })];
    }
}

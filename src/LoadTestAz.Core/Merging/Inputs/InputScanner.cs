namespace LoadTestAz.Merging.Inputs;

/// <summary>Finds the files and the folders of runs behind the paths that are given.</summary>
internal static class InputScanner
{
    // A folder per worker, perhaps one per region above; no tree of results is deeper.
    private const int MaxDepth = 32;

    // Links to folders may lead in circles. What begins with a dot is being written, or belongs to another tool.
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.System, IgnoreInaccessible = false };

    /// <summary>Looks into folders, and into the folders within them.</summary>
    public static ScannedInputs Scan(IEnumerable<MergeInput> inputs, CancellationToken cancellationToken)
    {
        var files = new SortedDictionary<string, bool>(StringComparer.Ordinal);
        var runs = new SortedSet<string>(StringComparer.Ordinal);
        var problems = new List<MergeProblem>();
        foreach (var input in inputs)
        {
            var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(input.Path));
            if (Directory.Exists(path))
                ScanFolder(path, MaxDepth, files, runs, problems, cancellationToken);
            else if (File.Exists(path))
                files[path] = files.GetValueOrDefault(path) || input.IsNamed;
            else
                problems.Add(new(MergeProblemKind.NotFound, path, $"There is no file or folder '{path}'. Check the path."));
        }

        return new ScannedInputs([.. files.Select(f => new MergeInput(f.Key, f.Value))], [.. runs], problems);
    }

    /// <summary>True for the folder of a run.</summary>
    public static bool IsRunFolder(string path) => File.Exists(Path.Combine(path, "run.json")) && File.Exists(Path.Combine(path, "plan.json"));

    private static void ScanFolder(string folder, int depth, SortedDictionary<string, bool> files, SortedSet<string> runs, List<MergeProblem> problems, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (IsRunFolder(folder))
        {
            runs.Add(folder);
            return;
        }

        try
        {
            foreach (var entry in new DirectoryInfo(folder).EnumerateFileSystemInfos("*", Options))
            {
                if (entry.Name.StartsWith('.'))
                    continue;
                if (entry is FileInfo)
                    files.TryAdd(entry.FullName, false);
                else if (depth > 0 && entry.LinkTarget is null)
                    ScanFolder(entry.FullName, depth - 1, files, runs, problems, cancellationToken);
            }
        }
        catch (UnauthorizedAccessException e)
        {
            problems.Add(new(MergeProblemKind.AccessDenied, folder, $"The folder '{folder}' may not be read: {e.Message} What is in it is left out."));
        }
        catch (IOException e)
        {
            problems.Add(new(MergeProblemKind.Unreadable, folder, $"The folder '{folder}' could not be read: {e.Message} What is in it is left out."));
        }
    }
}

namespace LoadTestAz.Merging.Inputs;

/// <summary>Finds the files and the folders of runs behind the paths that are given.</summary>
internal sealed class InputScanner
{
    // A folder per worker, perhaps one per region above; no tree of results is deeper.
    private const int MaxDepth = 32;

    // What begins with a dot is being written, or belongs to another tool.
    private static readonly EnumerationOptions Options = new() { AttributesToSkip = FileAttributes.System, IgnoreInaccessible = false };

    private readonly Dictionary<string, bool> _files = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _runs = new(StringComparer.Ordinal);
    private readonly List<MergeProblem> _problems = [];

    // Links to folders may lead in circles, or to what is scanned anyway: they are followed last, and no folder twice.
    private readonly HashSet<string> _scanned = new(StringComparer.Ordinal);
    private readonly Queue<(DirectoryInfo Link, int Depth)> _links = new();

    private InputScanner()
    {
    }

    /// <summary>Looks into folders, and into the folders within them.</summary>
    public static ScannedInputs Scan(IEnumerable<MergeInput> inputs, CancellationToken cancellationToken)
    {
        var scanner = new InputScanner();
        foreach (var input in inputs)
            scanner.Scan(Path.TrimEndingDirectorySeparator(Path.GetFullPath(input.Path)), input.IsNamed, cancellationToken);
        while (scanner._links.TryDequeue(out var link))
            scanner.Follow(link.Link, link.Depth, cancellationToken);
        var paths = new List<string>(scanner._files.Keys);
        paths.Sort(StringComparer.Ordinal);
        return new ScannedInputs(paths.ConvertAll(p => new MergeInput(p, scanner._files[p])), [.. scanner._runs], scanner._problems);
    }

    /// <summary>True for the folder of a run.</summary>
    public static bool IsRunFolder(string path) => File.Exists(Path.Combine(path, "run.json")) && File.Exists(Path.Combine(path, "plan.json"));

    private void Scan(string path, bool isNamed, CancellationToken cancellationToken)
    {
        if (new DirectoryInfo(path) is { Exists: true } folder)
            ScanFolder(folder, TargetOf(folder) ?? path, MaxDepth, cancellationToken);
        else if (File.Exists(path))
            _files[path] = _files.GetValueOrDefault(path) || isNamed;
        else
            _problems.Add(new(MergeProblemKind.NotFound, path, $"There is no file or folder '{path}'. Check the path."));
    }

    private void Follow(DirectoryInfo link, int depth, CancellationToken cancellationToken)
    {
        if (TargetOf(link) is { } target && Directory.Exists(target))
            ScanFolder(link, target, depth, cancellationToken);
    }

    // Where a link leads in the end; null for a folder that is none, and for a link that leads nowhere.
    private static string? TargetOf(DirectoryInfo folder)
    {
        try
        {
            return folder.ResolveLinkTarget(returnFinalTarget: true) is { } target ? Path.TrimEndingDirectorySeparator(target.FullName) : null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void ScanFolder(DirectoryInfo folder, string target, int depth, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!_scanned.Add(target))
            return;
        if (IsRunFolder(folder.FullName))
        {
            _runs.Add(folder.FullName);
            return;
        }

        try
        {
            foreach (var entry in folder.EnumerateFileSystemInfos("*", Options))
            {
                if (entry.Name.StartsWith('.'))
                    continue;
                if (entry is not DirectoryInfo inner)
                    _files.TryAdd(entry.FullName, false);
                else if (depth > 0 && inner.LinkTarget is null)
                    ScanFolder(inner, Path.Combine(target, inner.Name), depth - 1, cancellationToken);
                else if (depth > 0)
                    _links.Enqueue((inner, depth - 1));
            }
        }
        catch (UnauthorizedAccessException e)
        {
            _problems.Add(new(MergeProblemKind.AccessDenied, folder.FullName, $"The folder '{folder.FullName}' may not be read: {e.Message} What is in it is left out."));
        }
        catch (IOException e)
        {
            _problems.Add(new(MergeProblemKind.Unreadable, folder.FullName, $"The folder '{folder.FullName}' could not be read: {e.Message} What is in it is left out."));
        }
    }
}

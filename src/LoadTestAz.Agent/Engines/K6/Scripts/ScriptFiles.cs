namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// The script and the files it imports or opens, found by reading the scripts: for machines without k6. Modules from
/// the net are left to k6 on the worker.
/// </summary>
internal sealed class ScriptFiles
{
    private readonly Dictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly Queue<string> _scripts = new();
    private readonly List<string> _warnings = [];
    private readonly string _folder;
    private long _size;

    private ScriptFiles(string entry) => _folder = Path.GetDirectoryName(entry)!;

    /// <summary>Contents by full path, '/' between the segments.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    /// <summary>What could not be followed.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Collects the files of a script.</summary>
    /// <param name="entry">Full path of the script.</param>
    /// <exception cref="InvalidDataException">A file that it names is missing or out of reach, or all are too large.</exception>
    public static ScriptFiles Of(string entry)
    {
        var files = new ScriptFiles(entry);
        files.Add(entry, isModule: true);
        while (files._scripts.TryDequeue(out var script))
            files.Follow(script);
        return files;
    }

    /// <summary>The name under which a file is kept.</summary>
    public static string Name(string path) => Path.DirectorySeparatorChar == '\\' ? path.Replace('\\', '/') : path;

    private void Follow(string script)
    {
        foreach (var reference in ScriptReferences.In(File.ReadAllText(script)))
        {
            if (reference.Path is null)
                Warn(script, "imports or opens a file whose name is known only while it runs; the file does not travel unless another line names it. k6 on this machine would find it");
            else if (reference.IsAbsolute && reference.IsCertain)
                throw new InvalidDataException($"'{script}' names the file '{reference.Path}' by an absolute path, which workers do not have; name it relative to the script");
            else if (reference.IsRelative)
                Add(script, reference);
        }
    }

    private void Add(string script, ScriptReference reference)
    {
        // k6 opens relative to the file that calls; older versions did, in some cases, relative to the script that was
        // started. Whatever is there travels. https://github.com/grafana/k6/issues/2674
        var found = new[] { Path.GetDirectoryName(script)!, _folder }
            .Select(folder => Path.GetFullPath(Path.Combine(folder, reference.Path!)))
            .Distinct().Where(File.Exists).ToList();
        if (found.Count == 0 && reference.IsCertain)
            throw new InvalidDataException($"'{script}' names the file '{reference.Path}', which does not exist");
        foreach (var path in found)
            Add(path, reference.IsModule);
    }

    private void Add(string path, bool isModule)
    {
        var name = Name(path);
        if (_files.ContainsKey(name))
            return;
        _size += new FileInfo(path).Length;
        if (_size > ScriptBundle.MaxBytes || _files.Count >= ScriptBundle.MaxFiles)
            throw ScriptBundle.TooLarge();
        _files[name] = File.ReadAllBytes(path);
        if (isModule)
            _scripts.Enqueue(path);
    }

    private void Warn(string script, string text)
    {
        var warning = $"'{Path.GetFileName(script)}' {text}.";
        if (!_warnings.Contains(warning))
            _warnings.Add(warning);
    }
}

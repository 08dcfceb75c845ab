namespace LoadTestAz.Merging.Inputs;

/// <summary>
/// Puts files together that are of one worker, by their place: those in one folder are, when there is at most one of each
/// kind and their names have no different numbers; else those whose names say so. Their content is compared later.
/// </summary>
internal static class WorkerGrouping
{
    /// <summary>The groups, in ordinal order of their names; no two have the same.</summary>
    public static List<WorkerGroup> Of(IReadOnlyList<MergeSource> sources)
    {
        if (sources.Count == 0)
            return [];
        var root = CommonFolder(sources.Select(s => Path.GetDirectoryName(s.Path)!));
        var groups = new List<WorkerGroup>();
        foreach (var folder in sources.GroupBy(s => Path.GetDirectoryName(s.Path)!, StringComparer.Ordinal).OrderBy(f => f.Key, StringComparer.Ordinal))
            groups.AddRange(InFolder(Path.GetRelativePath(root, folder.Key), [.. folder.OrderBy(s => s.Path, StringComparer.Ordinal)]));
        return groups;
    }

    /// <summary>The folder that holds all of these; at least one.</summary>
    public static string CommonFolder(IEnumerable<string> folders) => folders.Aggregate((a, b) =>
    {
        while (!IsWithin(b, a))
            a = Path.GetDirectoryName(a) ?? b;
        return a;
    });

    private static bool IsWithin(string path, string folder) =>
        path == folder || Path.GetPathRoot(folder) == folder || path.StartsWith(folder + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    private static IEnumerable<WorkerGroup> InFolder(string folder, List<MergeSource> sources)
    {
        var parts = Split(sources);
        if (parts.Count == 1 && sources.Count > 1 && folder != ".")
            return [Group(folder, parts[0])];
        return parts.Select(p => Group(folder == "." ? SourceName.StemOf(p[0].Path) : parts.Count == 1 ? folder : $"{folder}/{SourceName.StemOf(p[0].Path)}", p))
            .GroupBy(g => g.Name).SelectMany(same => same.Count() == 1 ? same : same.Select(g => Group($"{(folder == "." ? "" : folder + "/")}{Path.GetFileName(g.Sources[0].Path)}", [.. g.Sources])));
    }

    private static WorkerGroup Group(string name, IEnumerable<MergeSource> sources)
    {
        var group = new WorkerGroup(name.Replace('\\', '/'));
        foreach (var source in sources)
            group.Add(source);
        return group;
    }

    private static List<List<MergeSource>> Split(List<MergeSource> sources)
    {
        // An earlier result is of many workers.
        var alone = sources.Where(s => s.Kind is LoadTestSourceKind.Result).ToList();
        var rest = sources.Except(alone).ToList();
        var numbers = rest.Select(s => SourceName.NumbersOf(s.Path)).Where(n => n.Length > 0).Distinct().Count();
        var parts = numbers <= 1 && FitTogether(rest)
            ? [rest]
            : rest.GroupBy(s => SourceName.KeyOf(s.Path)).SelectMany(g => FitTogether([.. g]) ? [[.. g]] : g.GroupBy(s => SourceName.StemOf(s.Path)).SelectMany(Apart)).ToList();
        parts.AddRange(alone.Select(s => new List<MergeSource> { s }));
        return [.. parts.Where(p => p.Count > 0)];
    }

    private static IEnumerable<List<MergeSource>> Apart(IEnumerable<MergeSource> sources)
    {
        var all = sources.ToList();
        return FitTogether(all) ? [all] : all.Select(s => new List<MergeSource> { s });
    }

    // k6 writes each kind of file once; of the machine-readable summary there may be two with the same content.
    private static bool FitTogether(IReadOnlyList<MergeSource> sources) =>
        sources.Where(s => s.Kind is not null).GroupBy(s => s.Kind).All(g => g.Skip(1).All(s => s.Identity is { } identity && g.First().Identity is { } first && identity.IsCopyOf(first)));
}

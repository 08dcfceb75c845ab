namespace LoadTestAz.Merging.Inputs;

/// <summary>Knows the content of what has been merged, so that a copy of it is not counted again.</summary>
internal sealed class ContentIndex
{
    private readonly Dictionary<string, (string Path, SourceIdentity? Identity)> _byKey = new(StringComparer.Ordinal);

    /// <summary>Notes the content of a source that counts.</summary>
    public void Add(MergeSource source)
    {
        foreach (var key in source.Identity?.Keys ?? [])
            _byKey.TryAdd(key, (source.Path, source.Identity));
    }

    /// <summary>Notes the content of a result that counts.</summary>
    public void Add(IEnumerable<string> keys, string path)
    {
        foreach (var key in keys)
            _byKey.TryAdd(key, (path, null));
    }

    /// <summary>The file that has the same content already; null for none.</summary>
    public string? FindCopyOf(SourceIdentity identity)
    {
        foreach (var key in identity.Keys)
        {
            if (_byKey.TryGetValue(key, out var known) && known.Identity?.IsCopyOf(identity) != false)
                return known.Path;
        }

        return null;
    }

    /// <summary>Files that hold something of these as well.</summary>
    public IReadOnlyList<string> FindAny(IEnumerable<string> keys) =>
        [.. keys.Select(k => _byKey.TryGetValue(k, out var known) ? known.Path : null).OfType<string>().Distinct()];
}

using System.Runtime.CompilerServices;
using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>Tag sets by the bytes that they are written as, so that equal tags are one instance and are parsed once.</summary>
/// <param name="parse">Reads tags that are not known yet.</param>
internal sealed class TagSetCache(TagSetCache.Parser parse)
{
    // URLs with ids in them make a new set for each request: then the cache starts anew, and memory stays bounded.
    private const int MaxSets = 10_000;
    private const int MaxBytes = 16 << 20;

    private readonly ByteTable<TagSet> _byBytes = new();
    private readonly HashSet<TagSet> _sets = [];
    private long _bytes;

    /// <summary>Reads tags.</summary>
    /// <returns>Null when the bytes mean no tags.</returns>
    /// <exception cref="JsonException">Nor are they JSON.</exception>
    /// <exception cref="InvalidOperationException">A string in them is no Unicode.</exception>
    public delegate TagSet? Parser(ReadOnlySpan<byte> written);

    /// <summary>The tags, or null when these bytes mean none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public TagSet? TryGet(ReadOnlySpan<byte> written)
    {
        if (_byBytes.Find(written) is { } known)
            return known;
        try
        {
            return Get(written);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <inheritdoc cref="Parser"/>
    public TagSet? Get(ReadOnlySpan<byte> written)
    {
        if (_byBytes.Find(written) is { } known)
            return known;
        if (parse(written) is not { } tags)
            return null;

        if (_byBytes.Count >= MaxSets || _bytes + written.Length > MaxBytes)
            Clear();

        // Other bytes may mean the same: names in another order, escapes for plain letters.
        if (_sets.TryGetValue(tags, out var same))
            tags = same;
        else
            _sets.Add(tags);
        _byBytes.Add(written, tags);
        _bytes += written.Length;
        return tags;
    }

    private void Clear()
    {
        _byBytes.Clear();
        _sets.Clear();
        _bytes = 0;
    }
}

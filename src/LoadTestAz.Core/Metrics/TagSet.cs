using System.Diagnostics.CodeAnalysis;

namespace LoadTestAz.Metrics;

/// <summary>
/// The tags of a sample: an immutable set of names and values, equal when the pairs are equal.
/// An engine builds one for each kind of request and status and uses it again for every sample of that kind.
/// </summary>
public sealed class TagSet : IEquatable<TagSet>
{
    /// <summary>No tags at all.</summary>
    public static readonly TagSet Empty = new([]);

    private readonly KeyValuePair<string, string>[] _pairs;
    private readonly int _hash;

    private TagSet(KeyValuePair<string, string>[] pairs)
    {
        _pairs = pairs;
        var hash = new HashCode();
        foreach (var (name, value) in pairs)
        {
            hash.Add(name, StringComparer.Ordinal);
            hash.Add(value, StringComparer.Ordinal);
        }

        _hash = hash.ToHashCode();
    }

    /// <summary>The pairs, in ordinal order of their names.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Pairs => _pairs;

    /// <summary>A set of these pairs; of two pairs with one name the later one stands.</summary>
    public static TagSet Of(IEnumerable<KeyValuePair<string, string>> pairs)
    {
        var given = pairs.ToArray();
        if (IsOrdered(given))
            return given.Length == 0 ? Empty : new TagSet(given);
        var sorted = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in given)
            sorted[name] = value;
        return new TagSet([.. sorted]);
    }

    /// <summary>This set with one more tag, or with that tag's value replaced.</summary>
    public TagSet With(string name, string value) => Of(_pairs.Append(new(name, value)));

    /// <summary>The value of a tag.</summary>
    public bool TryGetValue(string name, [NotNullWhen(true)] out string? value)
    {
        // Sets hold about ten tags: a scan beats a dictionary.
        foreach (var pair in _pairs)
        {
            if (!string.Equals(pair.Key, name, StringComparison.Ordinal))
                continue;
            value = pair.Value;
            return true;
        }

        value = null;
        return false;
    }

    /// <inheritdoc/>
    public bool Equals(TagSet? other) =>
        ReferenceEquals(this, other) || (other is not null && _hash == other._hash && _pairs.AsSpan().SequenceEqual(other._pairs));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as TagSet);

    /// <inheritdoc/>
    public override int GetHashCode() => _hash;

    /// <inheritdoc/>
    public override string ToString() => string.Join(',', _pairs.Select(p => $"{p.Key}:{p.Value}"));

    // As k6 writes them: then there is nothing to sort, and no name is there twice.
    private static bool IsOrdered(KeyValuePair<string, string>[] pairs)
    {
        for (var i = 1; i < pairs.Length; i++)
        {
            if (string.CompareOrdinal(pairs[i - 1].Key, pairs[i].Key) >= 0)
                return false;
        }

        return true;
    }
}

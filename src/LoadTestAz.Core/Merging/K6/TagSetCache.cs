using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>Tag sets by the bytes of their JSON object, so that equal tags are one instance and are parsed once.</summary>
internal sealed class TagSetCache
{
    // URLs with ids in them make a new set for each request: then the cache starts anew, and memory stays bounded.
    private const int MaxSets = 10_000;
    private const int MaxBytes = 16 << 20;

    private readonly ByteTable<TagSet> _byJson = new();
    private readonly HashSet<TagSet> _sets = [];
    private long _bytes;

    /// <summary>The tags of an object that came before, byte for byte; null for a new one.</summary>
    public TagSet? Find(ReadOnlySpan<byte> json) => _byJson.Find(json);

    /// <summary>The tags of an object, or null when it holds anything but strings.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    /// <exception cref="InvalidOperationException">A string in it is no Unicode.</exception>
    public TagSet? Get(ReadOnlySpan<byte> json)
    {
        if (Find(json) is { } known)
            return known;
        if (Parse(json) is not { } tags)
            return null;

        if (_byJson.Count >= MaxSets || _bytes + json.Length > MaxBytes)
            Clear();

        // Other bytes may mean the same: names in another order, escapes for plain letters.
        if (_sets.TryGetValue(tags, out var same))
            tags = same;
        else
            _sets.Add(tags);
        _byJson.Add(json, tags);
        _bytes += json.Length;
        return tags;
    }

    private void Clear()
    {
        _byJson.Clear();
        _sets.Clear();
        _bytes = 0;
    }

    private static TagSet? Parse(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            return null;
        var pairs = new List<KeyValuePair<string, string>>();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
                return null;
            pairs.Add(new(name, reader.GetString()!));
        }

        return TagSet.Of(pairs);
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace LoadTestAz.Merging.K6;

/// <summary>Values by keys of bytes, looked up by a span without making anything.</summary>
/// <remarks>A dictionary can do so only from .NET 9 on (<c>GetAlternateLookup</c>); drop this class with .NET 8.</remarks>
internal sealed class ByteTable<T>
    where T : class
{
    private int[] _buckets = new int[64];
    private Entry[] _entries = new Entry[64];
    private int _recent;

    public int Count { get; private set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public T? Find(ReadOnlySpan<byte> key)
    {
        // A request's samples bear the same tags: eight lookups of nine end here.
        if (_recent < Count && key.SequenceEqual(_entries[_recent].Key))
            return _entries[_recent].Value;
        var hash = HashOf(key);
        var next = _buckets[hash & (uint)(_buckets.Length - 1)] - 1;
        while (next >= 0)
        {
            ref readonly var entry = ref _entries[next];
            if (entry.Hash == hash && key.SequenceEqual(entry.Key))
            {
                _recent = next;
                return entry.Value;
            }

            next = entry.Next;
        }

        return null;
    }

    /// <summary>Adds a key, or hides the value that an equal one had.</summary>
    public void Add(ReadOnlySpan<byte> key, T value)
    {
        if (Count == _entries.Length)
            Grow();
        _entries[Count] = new Entry { Hash = HashOf(key), Key = key.ToArray(), Value = value };
        Chain(_recent = Count++);
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        Array.Clear(_entries);
        Count = 0;
    }

    private void Grow()
    {
        Array.Resize(ref _entries, 2 * _entries.Length);
        _buckets = new int[_entries.Length];
        for (var i = 0; i < Count; i++)
            Chain(i);
    }

    private void Chain(int index)
    {
        ref var bucket = ref _buckets[_entries[index].Hash & (uint)(_buckets.Length - 1)];
        _entries[index].Next = bucket - 1;
        bucket = index + 1;
    }

    // Eight bytes a step: HashCode.AddBytes takes half as long again for keys of 250 bytes. Optimised from the first call
    // on, since a loop in unoptimised code is what the reading of a short file would wait for.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static uint HashOf(ReadOnlySpan<byte> key)
    {
        const ulong factor = 0x9E3779B97F4A7C15;
        var hash = (ulong)key.Length * factor;
        var words = MemoryMarshal.Cast<byte, ulong>(key);
        foreach (var word in words)
            hash = BitOperations.RotateLeft((hash ^ word) * factor, 29);
        foreach (var last in key[(8 * words.Length)..])
            hash = BitOperations.RotateLeft((hash ^ last) * factor, 29);
        hash *= factor;
        return (uint)(hash >> 32);
    }

    private struct Entry
    {
        public uint Hash;
        public int Next;
        public byte[] Key;
        public T Value;
    }
}

using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using LoadTestAz.Metrics;

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
        // A request's samples bear the same tags, and the same metrics in the same order: eight lookups of nine end here.
        var recent = _recent;
        if (recent < Count)
        {
            ref readonly var last = ref _entries[recent];
            if (ByteScan.Equal(key, last.Key))
                return last.Value;
            ref readonly var follower = ref _entries[last.Follower];
            if (ByteScan.Equal(key, follower.Key))
            {
                _recent = last.Follower;
                return follower.Value;
            }
        }

        var found = IndexOf(key, HashOf(key));
        if (found < 0)
            return null;
        _recent = _entries[recent].Follower = found;
        return _entries[found].Value;
    }

    /// <summary>Adds a key, or replaces the value that it has.</summary>
    public void Add(ReadOnlySpan<byte> key, T value)
    {
        var hash = HashOf(key);
        if (IndexOf(key, hash) is >= 0 and var found)
        {
            _entries[found].Value = value;
            return;
        }

        if (Count == _entries.Length)
            Grow();
        _entries[Count] = new Entry { Hash = hash, Key = key.ToArray(), Value = value };
        Chain(_recent = Count++);
    }

    public void Clear()
    {
        Array.Clear(_buckets);
        Array.Clear(_entries);
        Count = 0;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int IndexOf(ReadOnlySpan<byte> key, uint hash)
    {
        var next = _buckets[hash & (uint)(_buckets.Length - 1)] - 1;
        while (next >= 0 && !(_entries[next].Hash == hash && ByteScan.Equal(key, _entries[next].Key)))
            next = _entries[next].Next;
        return next;
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

        // The one that was looked up after this one, the last time that it was looked for.
        public int Follower;
        public byte[] Key;
        public T Value;
    }
}

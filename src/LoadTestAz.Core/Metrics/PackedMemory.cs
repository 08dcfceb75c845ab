namespace LoadTestAz.Metrics;

/// <summary>
/// Memory that a set's distributions are read into, for who reads set after set, and keeps one only until the next: it serves again
/// once nobody needs that set any longer. What others take of such a set, they copy.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class PackedMemory
{
    private const int Least = 4096;

    private byte[] _bytes = [];
    private int _used;
    private int _total;

    /// <summary>Whether a set was read to its end: from then on no other set may share its distributions.</summary>
    public bool IsComplete { get; set; }

    /// <summary>Forgets all that was read into it.</summary>
    public void Clear()
    {
        // The next set will be about as large; it may have a little more.
        if (_total > _bytes.Length)
            _bytes = new byte[_total + (_total / 8)];
        (_used, _total, IsComplete) = (0, 0, false);
    }

    /// <summary>So many bytes to write to, or more.</summary>
    public Span<byte> Room(int length)
    {
        // What is in the former piece stays there.
        if (_bytes.Length - _used < length)
            (_bytes, _used) = (new byte[Math.Max(Least, length)], 0);
        return _bytes.AsSpan(_used);
    }

    /// <summary>Keeps the first bytes of what <see cref="Room"/> gave.</summary>
    /// <returns>Where they are.</returns>
    public ArraySegment<byte> Take(int length)
    {
        var taken = new ArraySegment<byte>(_bytes, _used, length);
        _used += length;
        _total += length;
        return taken;
    }
}

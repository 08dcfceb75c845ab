using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>
/// Counts by bucket in some two bytes for each bucket that has any, as they come from a file, mostly only to be added to
/// others: of each bucket its distance from the one before (from -1 at first) and its count, in seven bits a byte, the lowest
/// first; the eighth says that there are more. Never changed, unless another set is read into its memory: see <see cref="PackedMemory"/>.
/// </summary>
internal sealed class PackedBuckets
{
    private const int More = 0x80;

    // Most texts are as short.
    private const int OnStack = 256;

    private const long MaxTenth = long.MaxValue / 10;

    private readonly byte[] _bytes;
    private readonly int _start;
    private readonly int _end;
    private readonly PackedMemory? _memory;

    private PackedBuckets(ArraySegment<byte> bytes, PackedMemory? memory) => (_bytes, _start, _end, _memory) = (bytes.Array!, bytes.Offset, bytes.Offset + bytes.Count, memory);

    /// <summary>How many values they count.</summary>
    public long Values { get; private init; }

    /// <summary>The lowest bucket that counts any.</summary>
    public int First { get; private init; }

    /// <summary>The highest one.</summary>
    public int Last { get; private init; }

    /// <summary>How many pages of <see cref="BucketPages"/> the buckets will lie in.</summary>
    public int Pages { get; private init; }

    /// <summary>The heap that it takes.</summary>
    public long MemoryBytes => _end - _start;

    /// <summary>Whether it stays what it is, and may be kept; else its memory is to serve again.</summary>
    public bool IsLasting => _memory is not { IsComplete: true };

    /// <summary>Reads the buckets of a sketch as <see cref="MetricSetJson"/> has them: counts, some with a distance before them.</summary>
    /// <param name="text">What <see cref="MetricSetWriter"/> wrote.</param>
    /// <param name="most">How many buckets there can be.</param>
    /// <param name="memory">Memory to take; null for memory of its own.</param>
    /// <returns>Null for none.</returns>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="OverflowException">The counts together are too large.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PackedBuckets? Parse(ReadOnlySpan<byte> text, int most, PackedMemory? memory = null)
    {
        if (text.IsEmpty)
            return null;

        // No number takes more bytes than it has digits, and there is a blank or a colon after each but the last; before some there is a
        // distance of 1 that is not written.
        var rented = memory is not null || text.Length < OnStack ? null : ArrayPool<byte>.Shared.Rent(text.Length + 1);
        var packed = memory is not null ? memory.Room(text.Length + 1) : rented ?? stackalloc byte[OnStack];
        var (at, length, bucket, first, page, pages, values) = (0, 0, -1, -1, -1, 0, 0L);
        while (at < text.Length)
        {
            var (distance, count) = (1L, TakeNumber(text, ref at));
            if (at < text.Length && text[at] == ':')
            {
                at++;
                (distance, count) = (count, TakeNumber(text, ref at));
            }

            if (at < text.Length && text[at++] != ' ')
                throw Wrong();
            if (distance >= most - bucket)
                throw new JsonException(FormattableString.Invariant($"there is no bucket {bucket + (Int128)distance}."));
            bucket += (int)distance;
            if (bucket >> BucketPages.PageBits != page)
                (page, pages) = (bucket >> BucketPages.PageBits, pages + 1);
            if (first < 0)
                first = bucket;
            values = checked(values + count);
            Write(packed, ref length, distance);
            Write(packed, ref length, count);
        }

        ArraySegment<byte> all = memory?.Take(length) ?? packed[..length].ToArray();
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return new PackedBuckets(all, memory) { Values = values, First = first, Last = bucket, Pages = pages };
    }

    /// <summary>Adds the counts to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(BucketPages pages)
    {
        var (packed, end) = (_bytes, _end);
        long[] page = [];
        var number = -1;
        for (var (bucket, at) = (-1, _start); at < end;)
        {
            bucket += (int)Read(packed, ref at);
            if (bucket >> BucketPages.PageBits != number)
            {
                number = bucket >> BucketPages.PageBits;
                page = pages.PageAt(number);
            }

            page[bucket & (BucketPages.PageSize - 1)] += Read(packed, ref at);
        }
    }

    /// <summary>The buckets and their counts, in ascending order.</summary>
    public (int Bucket, long Count)[] List()
    {
        var list = new List<(int, long)>((_end - _start) / 2);
        for (var (bucket, at) = (-1, _start); at < _end;)
        {
            bucket += (int)Read(_bytes, ref at);
            list.Add((bucket, Read(_bytes, ref at)));
        }

        return [.. list];
    }

    /// <inheritdoc cref="BucketPages.Locate"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Bucket, long Below, long Count) Locate(long rank)
    {
        var (packed, end) = (_bytes, _end);
        var below = 0L;
        for (var (bucket, at) = (-1, _start); at < end;)
        {
            bucket += (int)Read(packed, ref at);
            var count = Read(packed, ref at);
            if (rank - below < count)
                return (bucket, below, count);
            below += count;
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long TakeNumber(ReadOnlySpan<byte> text, ref int at)
    {
        var number = 0L;
        for (; at < text.Length && (uint)(text[at] - '0') is <= 9 and var digit; at++)
            number = number < MaxTenth ? (number * 10) + digit : throw Wrong();
        return number > 0 ? number : throw Wrong();
    }

    private static JsonException Wrong() => new("the buckets of a distribution are no counts with distances, separated by blanks.");

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Write(Span<byte> packed, ref int at, long number)
    {
        for (; number >= More; number >>= 7)
            packed[at++] = (byte)(number | More);
        packed[at++] = (byte)number;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Read(byte[] packed, ref int at)
    {
        var number = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = packed[at++];
            if (next < More)
                return number | ((long)next << shift);
            number |= (long)(next & ~More) << shift;
        }
    }
}

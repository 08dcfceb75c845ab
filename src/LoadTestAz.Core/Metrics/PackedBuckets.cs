using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>
/// Counts by bucket in some two bytes for each bucket that has any, for who keeps hundreds of distributions only to add them to
/// others: of each bucket its distance from the one before (from -1 at first) and its count, in seven bits a byte, the lowest
/// first; the eighth says that there are more. Never changed.
/// </summary>
internal sealed class PackedBuckets
{
    private const int More = 0x80;
    private const long MaxTenth = long.MaxValue / 10;

    private readonly byte[] _bytes;

    private PackedBuckets(byte[] bytes, long values, int pages, int span) => (_bytes, Values, Pages, PageSpan) = (bytes, values, pages, span);

    /// <summary>How many values they count.</summary>
    public long Values { get; }

    /// <summary>How many pages of <see cref="BucketPages"/> the buckets will lie in.</summary>
    public int Pages { get; }

    /// <summary>How many pages there are from the first of these to the last.</summary>
    public int PageSpan { get; }

    /// <summary>The heap that it takes.</summary>
    public long MemoryBytes => _bytes.Length;

    /// <summary>Packs what <see cref="BucketText.Parse"/> would give, without the list in between.</summary>
    /// <param name="text">What <see cref="MetricSetWriter"/> wrote.</param>
    /// <param name="most">How many buckets there can be.</param>
    /// <returns>Null for none.</returns>
    /// <exception cref="JsonException">It is something else.</exception>
    /// <exception cref="OverflowException">A distance is too large, or the counts together.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static PackedBuckets? Parse(ReadOnlySpan<byte> text, int most)
    {
        // No number takes more bytes than it has digits, but for the blank that the last one lacks.
        var writer = new Writer(ArrayPool<byte>.Shared.Rent(text.Length + 1));
        var (bucket, distance, number, at) = (-1, 0L, 0L, 0);
        while (at < text.Length)
        {
            var c = text[at++];
            var digit = (uint)(c - '0');
            if (digit <= 9)
            {
                number = number < MaxTenth ? (number * 10) + digit : throw BucketText.Wrong();
                if (at < text.Length)
                    continue;
                c = (byte)' ';
            }

            if (number == 0)
                throw BucketText.Wrong();
            if (c == ':' && distance == 0 && at < text.Length)
            {
                distance = number;
            }
            else if (c == ' ')
            {
                bucket = checked(bucket + (int)Math.Max(1, distance));
                if (bucket >= most)
                    throw BucketText.Wrong();
                writer.Add(bucket, number);
                distance = 0;
            }
            else
            {
                throw BucketText.Wrong();
            }

            number = 0;
        }

        return writer.Build();
    }

    /// <summary>Adds the counts to others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTo(BucketPages pages)
    {
        var packed = _bytes;
        for (var (bucket, at) = (-1, 0); at < packed.Length;)
        {
            bucket += (int)Read(packed, ref at);
            pages.Add(bucket, Read(packed, ref at));
        }
    }

    /// <summary>The buckets and their counts, in ascending order.</summary>
    public (int Bucket, long Count)[] List()
    {
        var list = new List<(int, long)>(_bytes.Length / 2);
        for (var (bucket, at) = (-1, 0); at < _bytes.Length;)
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
        var packed = _bytes;
        var below = 0L;
        for (var (bucket, at) = (-1, 0); at < packed.Length;)
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

    private ref struct Writer(byte[] buffer)
    {
        private readonly byte[] _buffer = buffer;
        private int _at;
        private int _last = -1;
        private int _lastPage = -1;
        private int _firstPage;
        private int _pages;
        private long _values;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Add(int bucket, long count)
        {
            var page = bucket >> BucketPages.PageBits;
            if (page != _lastPage)
            {
                if (_pages++ == 0)
                    _firstPage = page;
                _lastPage = page;
            }

            Write(bucket - _last);
            Write(count);
            _last = bucket;
            _values = checked(_values + count);
        }

        public readonly PackedBuckets? Build()
        {
            var packed = _buffer.AsSpan(0, _at).ToArray();
            ArrayPool<byte>.Shared.Return(_buffer);
            return packed.Length == 0 ? null : new PackedBuckets(packed, _values, _pages, _lastPage - _firstPage + 1);
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private void Write(long number)
        {
            for (; number >= More; number >>= 7)
                _buffer[_at++] = (byte)(number | More);
            _buffer[_at++] = (byte)number;
        }
    }
}

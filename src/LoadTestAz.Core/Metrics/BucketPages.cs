using System.Buffers;
using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// Counts by bucket number, in pages that exist only where something was counted. The table of pages spans from the
/// lowest to the highest page in use. What comes from a file stays a list until more is counted: most of it is only added
/// to other counts, and a page for each few of them would be most of the work.
/// </summary>
internal sealed class BucketPages
{
    private const int PageBits = 6;
    private const int PageSize = 1 << PageBits;
    private const int More = 0x80;
    private const int MaxNumberBytes = 9;

    private long[]?[] _pages = [];
    private int _first;

    // Instead of pages; never changed, since several may share it.
    private (int Bucket, long Count)[]? _list;

    // Instead of either: see Pack. Never changed.
    private byte[]? _packed;

    /// <summary>The heap that the counts take; of a list, what it may take as pages if that is more.</summary>
    public long MemoryBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get => _list is { } list ? MemoryBytesOf(list) : _packed?.Length ?? (sizeof(long) * (_pages.Length + (PageCount * (long)PageSize)));
    }

    /// <summary>The first and the last bucket in which anything was counted; (-1, -1) for none.</summary>
    public (int First, int Last) Ends
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            if (_list is { } list)
                return (list[0].Bucket, list[^1].Bucket);
            var ends = (First: -1, Last: -1);
            foreach (var (bucket, _) in NonEmpty())
                ends = (ends.First < 0 ? bucket : ends.First, bucket);
            return ends;
        }
    }

    private int PageCount => _pages.Count(p => p is not null);

    private bool IsEmpty => _pages.Length == 0 && _list is null && _packed is null;

    /// <summary>Counts in a bucket; its number must not be negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int bucket, long count) => PageOf(bucket >> PageBits)[bucket & (PageSize - 1)] += count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private long[] PageOf(int number)
    {
        var pages = _pages;
        var index = number - _first;
        return (uint)index < (uint)pages.Length && pages[index] is { } page ? page : CreatePage(number);
    }

    /// <summary>Takes counts by bucket; the list is kept.</summary>
    /// <param name="list">In ascending order of the buckets, each of them once; at least one.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add((int Bucket, long Count)[] list)
    {
        if (IsEmpty)
        {
            _list = list;
            return;
        }

        // They ascend: the next one is nearly always in the same page.
        var (page, number) = (Array.Empty<long>(), -1);
        foreach (var (bucket, count) in list)
        {
            if (bucket >> PageBits != number)
                page = PageOf(number = bucket >> PageBits);
            page[bucket & (PageSize - 1)] += count;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(BucketPages other)
    {
        if (other._list is { } list)
        {
            Add(list);
            return;
        }

        if (other._packed is { } packed)
        {
            if (IsEmpty)
                _packed = packed;
            else
                AddEach(packed);
            return;
        }

        for (var i = 0; i < other._pages.Length; i++)
        {
            if (other._pages[i] is not { } source)
                continue;
            var index = other._first + i - _first;
            var target = (uint)index < (uint)_pages.Length ? _pages[index] : null;
            target ??= CreatePage(other._first + i);
            for (var k = 0; k < source.Length; k++)
                target[k] += source[k];
        }
    }

    /// <summary>
    /// Keeps the counts in some two bytes for each bucket that has any, for who keeps hundreds of distributions only to add them
    /// to others. Whatever changes them makes pages of them again.
    /// </summary>
    public void Pack()
    {
        if (_packed is not null || IsEmpty)
            return;
        var list = _list ?? [.. NonEmpty()];
        var buffer = ArrayPool<byte>.Shared.Rent(list.Length * 2 * MaxNumberBytes);
        (_pages, _first, _list, _packed) = ([], 0, null, buffer[..Write(list, buffer)]);
        ArrayPool<byte>.Shared.Return(buffer);
    }

    /// <summary>Forgets all counts, and keeps the pages for others.</summary>
    public void Clear()
    {
        (_list, _packed) = (null, null);
        foreach (var page in _pages)
            page?.AsSpan().Clear();
    }

    /// <summary>Takes away the counts of another one.</summary>
    /// <returns>False when there is a bucket of which the other one has more; then the counts make no sense any longer.</returns>
    public bool TrySubtract(BucketPages other)
    {
        MakePages();
        if (other._list is not null || other._packed is not null)
        {
            foreach (var (bucket, count) in other.NonEmpty())
            {
                var index = (bucket >> PageBits) - _first;
                if ((uint)index >= (uint)_pages.Length || _pages[index] is not { } target || (target[bucket & (PageSize - 1)] -= count) < 0)
                    return false;
            }

            return true;
        }

        for (var i = 0; i < other._pages.Length; i++)
        {
            if (other._pages[i] is not { } source)
                continue;
            var index = other._first + i - _first;
            if ((uint)index >= (uint)_pages.Length || _pages[index] is not { } target)
            {
                if (source.AsSpan().ContainsAnyExcept(0L))
                    return false;
                continue;
            }

            for (var k = 0; k < source.Length; k++)
            {
                if ((target[k] -= source[k]) < 0)
                    return false;
            }
        }

        return true;
    }

    /// <summary>The non-empty buckets in ascending order.</summary>
    public IEnumerable<(int Bucket, long Count)> NonEmpty()
    {
        foreach (var bucket in List())
            yield return bucket;
        for (var i = 0; i < _pages.Length; i++)
        {
            if (_pages[i] is not { } page)
                continue;
            for (var k = 0; k < page.Length; k++)
            {
                if (page[k] != 0)
                    yield return (((_first + i) << PageBits) + k, page[k]);
            }
        }
    }

    /// <summary>The bucket that holds the value with this many counted values below it (0-based rank).</summary>
    public int BucketAt(long rank) => Locate(rank).Bucket;

    /// <summary>The same, with how many values are below the bucket, and how many in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Bucket, long Below, long Count) Locate(long rank)
    {
        var below = 0L;
        foreach (var (bucket, count) in List())
        {
            if (rank - below < count)
                return (bucket, below, count);
            below += count;
        }

        for (var i = 0; i < _pages.Length; i++)
        {
            if (_pages[i] is not { } page)
                continue;
            for (var k = 0; k < page.Length; k++)
            {
                if (rank - below < page[k])
                    return (((_first + i) << PageBits) + k, below, page[k]);
                below += page[k];
            }
        }

        throw new ArgumentOutOfRangeException(nameof(rank));
    }

    // It has no more pages than buckets, nor than there are from its first to its last one.
    private static long MemoryBytesOf((int Bucket, long Count)[] list)
    {
        var span = (list[^1].Bucket >> PageBits) - (list[0].Bucket >> PageBits) + 1L;
        return sizeof(long) * Math.Max(2L * list.Length, span + (Math.Min(span, list.Length) * PageSize));
    }

    // Of each bucket its distance and its count, in seven bits a byte, the lowest first; the eighth says that there are more.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Write((int Bucket, long Count)[] list, Span<byte> packed)
    {
        var (last, at) = (-1, 0);
        foreach (var (bucket, count) in list)
        {
            var distance = bucket - last;
            for (; distance >= More; distance >>= 7)
                packed[at++] = (byte)(distance | More);
            packed[at++] = (byte)distance;
            var number = count;
            for (; number >= More; number >>= 7)
                packed[at++] = (byte)(number | More);
            packed[at++] = (byte)number;
            last = bucket;
        }

        return at;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Read(ReadOnlySpan<byte> packed, ref int at)
    {
        var number = 0L;
        for (var shift = 0; ; shift += 7)
        {
            var next = packed[at++];
            number |= (long)(next & ~More) << shift;
            if (next < More)
                return number;
        }
    }

    // What there is instead of pages.
    private (int Bucket, long Count)[] List()
    {
        if (_packed is not { } packed)
            return _list ?? [];
        var list = new List<(int, long)>(packed.Length / 2);
        for (var (bucket, at) = (-1, 0); at < packed.Length;)
        {
            bucket += (int)Read(packed, ref at);
            list.Add((bucket, Read(packed, ref at)));
        }

        return [.. list];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddEach(byte[] packed)
    {
        for (var (bucket, at) = (-1, 0); at < packed.Length;)
        {
            bucket += (int)Read(packed, ref at);
            Add(bucket, Read(packed, ref at));
        }
    }

    private void MakePages()
    {
        var list = List();
        (_list, _packed) = (null, null);
        foreach (var (bucket, count) in list)
            Add(bucket, count);
    }

    private long[] CreatePage(int number)
    {
        MakePages();
        if (_pages.Length == 0)
            (_pages, _first) = (new long[]?[1], number);

        var (low, high) = (Math.Min(_first, number), Math.Max(_first + _pages.Length, number + 1));
        if (high - low > _pages.Length)
        {
            // Half as much again in the direction of growth, so that a rising series of values does not copy each time.
            var slack = _pages.Length / 2;
            (low, high) = (low < _first ? Math.Max(0, low - slack) : low, high > _first + _pages.Length ? high + slack : high);
            var grown = new long[]?[high - low];
            _pages.CopyTo(grown, _first - low);
            (_pages, _first) = (grown, low);
        }

        return _pages[number - _first] ??= new long[PageSize];
    }
}

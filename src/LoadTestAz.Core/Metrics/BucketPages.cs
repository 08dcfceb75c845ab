using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// Counts by bucket number, in pages that exist only where something was counted. The table of pages spans from the
/// lowest to the highest page in use. What comes from a file stays a list until more is counted: most of it is only added
/// to other counts, and a page for each few of them would be most of the work.
/// </summary>
internal sealed class BucketPages
{
    /// <summary>How many buckets a page has, as a power of two.</summary>
    public const int PageBits = 6;

    /// <summary>How many buckets a page has.</summary>
    public const int PageSize = 1 << PageBits;

    private long[]?[] _pages = [];
    private int _first;

    // Instead of pages; never changed, since several may share it.
    private (int Bucket, long Count)[]? _list;

    // Instead of either.
    private PackedBuckets? _packed;

    /// <summary>The heap that the counts take; of a list, what it will take as pages if that is more.</summary>
    public long MemoryBytes => _packed is { } packed ? packed.MemoryBytes : _list is { } list ? MemoryBytesOf(list) : sizeof(long) * (_pages.Length + (_pages.Count(p => p is not null) * (long)PageSize));

    private bool IsEmpty => _pages.Length == 0 && _list is null && _packed is null;

    /// <summary>Counts in a bucket; its number must not be negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int bucket, long count)
    {
        var pages = _pages;
        var index = (bucket >> PageBits) - _first;
        if ((uint)index >= (uint)pages.Length || pages[index] is not { } page)
            page = CreatePage(bucket >> PageBits);
        page[bucket & (PageSize - 1)] += count;
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

        foreach (var (bucket, count) in list)
            Add(bucket, count);
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
            Add(packed);
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

    /// <summary>Takes counts that stay packed until more is counted.</summary>
    public void Add(PackedBuckets packed)
    {
        if (IsEmpty)
            _packed = packed;
        else
            packed.AddTo(this);
    }

    /// <summary>The counts of the buckets that share these leading bits of their numbers, to be added to.</summary>
    public long[] PageAt(int number)
    {
        var index = number - _first;
        return (uint)index < (uint)_pages.Length && _pages[index] is { } page ? page : CreatePage(number);
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
    public int BucketAt(long rank) => _packed?.BucketAt(rank) ?? Locate(rank).Bucket;

    /// <summary>The same, with how many values are below the bucket, and how many in it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public (int Bucket, long Below, long Count) Locate(long rank)
    {
        if (_packed is { } packed)
            return packed.Locate(rank);
        var below = 0L;
        foreach (var (bucket, count) in _list ?? [])
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

    /// <summary>The heap that packed counts take as pages.</summary>
    public static long MemoryBytesOf(PackedBuckets packed) => sizeof(long) * ((packed.Last >> PageBits) - (packed.First >> PageBits) + 1 + ((long)packed.Pages * PageSize));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static long MemoryBytesOf((int Bucket, long Count)[] list)
    {
        var (pages, last) = (0L, -1);
        foreach (var (bucket, _) in list)
        {
            if (bucket >> PageBits != last)
                (pages, last) = (pages + 1, bucket >> PageBits);
        }

        return sizeof(long) * Math.Max(2L * list.Length, last - (list[0].Bucket >> PageBits) + 1 + (pages * PageSize));
    }

    // What there is instead of pages.
    private (int Bucket, long Count)[] List() => _packed?.List() ?? _list ?? [];

    private void MakePages()
    {
        var (list, packed) = (_list, _packed);
        (_list, _packed) = (null, null);
        packed?.AddTo(this);
        foreach (var (bucket, count) in list ?? [])
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

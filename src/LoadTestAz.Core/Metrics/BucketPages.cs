using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// Counts by bucket number, in pages that exist only where something was counted. The table of pages spans from the
/// lowest to the highest page in use. What comes from a file stays packed until more is counted: most of it is only added
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

    // Instead of pages.
    private PackedBuckets? _packed;

    /// <summary>The heap that the counts take.</summary>
    public long MemoryBytes => _packed?.MemoryBytes ?? (sizeof(long) * (_pages.Length + (_pages.Count(p => p is not null) * (long)PageSize)));

    /// <summary>The heap that they take once they are pages.</summary>
    public long PagedBytes
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get => _packed is { } packed ? sizeof(long) * ((packed.Last >> PageBits) - (packed.First >> PageBits) + 1 + ((long)packed.Pages * PageSize)) : MemoryBytes;
    }

    /// <summary>The first and the last bucket in which anything was counted; (-1, -1) for none.</summary>
    public (int First, int Last) Ends
    {
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        get
        {
            if (_packed is { } packed)
                return (packed.First, packed.Last);
            var ends = (First: -1, Last: -1);
            foreach (var (bucket, _) in NonEmpty())
                ends = (ends.First < 0 ? bucket : ends.First, bucket);
            return ends;
        }
    }

    private bool IsEmpty => _pages.Length == 0 && _packed is null;

    /// <summary>Counts in a bucket; its number must not be negative.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(int bucket, long count) => PageAt(bucket >> PageBits)[bucket & (PageSize - 1)] += count;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Merge(BucketPages other)
    {
        if (other._packed is { } packed)
        {
            Add(packed);
            return;
        }

        for (var i = 0; i < other._pages.Length; i++)
        {
            if (other._pages[i] is not { } source)
                continue;
            var target = PageAt(other._first + i);
            for (var k = 0; k < source.Length; k++)
                target[k] += source[k];
        }
    }

    /// <summary>Takes counts that stay packed until more is counted, if they last as long.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(PackedBuckets packed)
    {
        if (IsEmpty && packed.IsLasting)
            _packed = packed;
        else
            packed.AddTo(this);
    }

    /// <summary>The counts of the buckets that share these leading bits of their numbers, to be added to.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long[] PageAt(int number)
    {
        var pages = _pages;
        var index = number - _first;
        return (uint)index < (uint)pages.Length && pages[index] is { } page ? page : CreatePage(number);
    }

    /// <summary>Forgets all counts, and keeps the pages for others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Clear()
    {
        _packed = null;
        foreach (var page in _pages)
            page?.AsSpan().Clear();
    }

    /// <summary>Takes away the counts of another one.</summary>
    /// <returns>False when there is a bucket of which the other one has more; then the counts make no sense any longer.</returns>
    public bool TrySubtract(BucketPages other)
    {
        MakePages();
        if (other._packed is not null)
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
        foreach (var bucket in _packed?.List() ?? [])
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
        if (_packed is { } packed)
            return packed.Locate(rank);
        var below = 0L;
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

    private void MakePages()
    {
        var packed = _packed;
        _packed = null;
        packed?.AddTo(this);
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

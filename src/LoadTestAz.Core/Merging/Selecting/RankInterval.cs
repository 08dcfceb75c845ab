namespace LoadTestAz.Merging.Selecting;

/// <summary>A range of values that holds a wanted one, as narrow as it is known.</summary>
/// <param name="Low">The smallest value in it, as a key: see <see cref="Estimates.Rounding.ToKey"/>.</param>
/// <param name="High">The largest value in it, likewise.</param>
/// <param name="Below">How many values are below it.</param>
/// <param name="Count">How many values are in it.</param>
/// <param name="Collect">Whether they are few enough to be kept; else they are counted more finely.</param>
internal readonly record struct RankInterval(long Low, long High, long Below, long Count, bool Collect)
{
    /// <summary>Into so many parts an interval is divided whose values are too many.</summary>
    public const int Parts = 4096;

    /// <summary>True when all its values are the same.</summary>
    public bool IsOneValue => Low == High;

    /// <summary>The part that a key in it belongs to.</summary>
    public int PartOf(long key) => (int)((ulong)(key - Low) / PartWidth);

    /// <summary>A part by its number, with the values that were counted in it.</summary>
    public RankInterval Part(int part, long below, long count)
    {
        var low = Low + (long)((ulong)part * PartWidth);
        var high = (ulong)(High - low) < PartWidth - 1 ? High : low + (long)(PartWidth - 1);
        return new RankInterval(low, high, below, count, Collect: false);
    }

    // At least one; rounded up, so that the last part ends behind the interval.
    private ulong PartWidth => ((ulong)(High - Low) / Parts) + 1;
}

namespace LoadTestAz.Metrics;

/// <summary>How many values may be kept in all, over any number of sets and threads. When they become more, none is kept any more.</summary>
/// <param name="maxValues">So many values of Trends, those of submetrics counted again.</param>
internal sealed class KeptValuesBudget(long maxValues)
{
    private long _values;

    /// <summary>How many values there may be for them to be kept to the end.</summary>
    public long MaxValues => maxValues;

    /// <summary>Notes that so many values more are kept.</summary>
    /// <returns>False when there are too many.</returns>
    public bool TryTake(int values) => Interlocked.Add(ref _values, values) <= maxValues;
}

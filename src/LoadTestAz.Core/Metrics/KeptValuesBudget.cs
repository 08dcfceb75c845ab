namespace LoadTestAz.Metrics;

/// <summary>How many values may be kept in all, over any number of sets and threads. When they become more, none is kept any more.</summary>
/// <param name="maxValues">So many values of Trends, those of submetrics counted again.</param>
internal sealed class KeptValuesBudget(long maxValues)
{
    // Room is taken ahead of the values that will fill it, at most as much again and a bit for each Trend.
    private const long Slack = 1 << 20;

    private long _room;

    /// <summary>How many values there may be for them to be kept to the end.</summary>
    public long MaxValues => maxValues;

    /// <summary>True when there were too many.</summary>
    public bool IsSpent => Volatile.Read(ref _room) > (2 * maxValues) + Slack;

    /// <summary>Takes room for more values.</summary>
    /// <returns>False when there is none left.</returns>
    public bool TryTake(int values)
    {
        Interlocked.Add(ref _room, values);
        return !IsSpent;
    }
}

using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>
/// By how much a machine's clock is ahead of a store's, out of any number of looks at the store's clock. Each look leaves
/// a range in which it must lie; what counts is what they have in common.
/// </summary>
public sealed class ClockOffset
{
    private TimeSpan _least = TimeSpan.MinValue;
    private TimeSpan _most = TimeSpan.MaxValue;

    /// <summary>
    /// Negative for a clock that is behind. Zero as long as that is possible: a coarse look must not make a good clock worse.
    /// </summary>
    public TimeSpan Value { get; private set; }

    /// <summary>By how much <see cref="Value"/> may be off, either way; null before the first look.</summary>
    public TimeSpan? Uncertainty { get; private set; }

    /// <summary>Takes a look into account.</summary>
    /// <param name="asked">By the machine's clock: when the question was put.</param>
    /// <param name="answered">By the machine's clock: when the answer was there.</param>
    /// <param name="shown">What the store's clock showed at some moment in between.</param>
    public void Add(DateTimeOffset asked, DateTimeOffset answered, StoreTime shown)
    {
        var (least, most) = (asked - shown.Latest, answered - shown.Earliest);
        if (most < least)
            return; // The machine's clock was set back in between: that tells nothing.

        // With nothing in common one of the clocks was set, or went wrong bit by bit: what was known holds no longer.
        (_least, _most) = least > _most || most < _least ? (least, most) : (Max(least, _least), Min(most, _most));
        Value = _least <= TimeSpan.Zero && _most >= TimeSpan.Zero ? TimeSpan.Zero : _least + ((_most - _least) / 2);
        Uncertainty = Max(_most - Value, Value - _least);
    }

    private static TimeSpan Max(TimeSpan a, TimeSpan b) => a > b ? a : b;

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;
}

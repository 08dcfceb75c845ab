using LoadTestAz.Ports;

namespace LoadTestAz.Runs;

/// <summary>
/// The store's clock, as far as it is known here: the machine's, corrected by what it was found to be off. All of a run's
/// times are by the store's clock, so that those of many machines fit together. Timers and stopwatches are the machine's.
/// </summary>
/// <param name="store">Whose clock counts.</param>
/// <param name="machine">The machine's clock.</param>
public sealed class StoreClock(IResultStore store, TimeProvider machine) : TimeProvider
{
    /// <summary>Looks in quick succession, which together tell more than one; afterwards there is one in each <see cref="Interval"/>.</summary>
    public const int FirstLooks = 10;

    /// <summary>From one look to the next.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    /// <summary>A machine whose clock is off by more deserves a warning.</summary>
    public static readonly TimeSpan Tolerance = TimeSpan.FromSeconds(2);

    private readonly ClockOffset _measured = new();
    private long _offset;
    private long _lookedAt;
    private int _looks;

    /// <summary>By how much the machine's clock is ahead of the store's; negative when it is behind, zero until it is known.</summary>
    public TimeSpan Offset => TimeSpan.FromTicks(Volatile.Read(ref _offset));

    /// <summary>The same, and null until it is known.</summary>
    public TimeSpan? KnownOffset => Volatile.Read(ref _looks) > 0 ? Offset : null;

    /// <inheritdoc/>
    public override long TimestampFrequency => machine.TimestampFrequency;

    /// <inheritdoc/>
    public override TimeZoneInfo LocalTimeZone => machine.LocalTimeZone;

    /// <summary>Looks at the store's clock, if it is time for it. For whoever polls the store anyway; not from several threads at once.</summary>
    /// <returns>False when the store did not answer; then all stays as it was.</returns>
    public async Task<bool> TryLookAsync(CancellationToken cancellationToken)
    {
        if (_looks >= FirstLooks && machine.GetElapsedTime(_lookedAt) < Interval)
            return true;
        var asked = machine.GetUtcNow();
        StoreTime shown;
        try
        {
            shown = await store.ReadClockAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (StoreException)
        {
            return false;
        }

        _measured.Add(asked, machine.GetUtcNow(), shown);
        Volatile.Write(ref _offset, _measured.Value.Ticks);
        Volatile.Write(ref _looks, _looks + 1);
        _lookedAt = machine.GetTimestamp();
        return true;
    }

    /// <inheritdoc/>
    public override DateTimeOffset GetUtcNow() => machine.GetUtcNow() - Offset;

    /// <inheritdoc/>
    public override long GetTimestamp() => machine.GetTimestamp();

    /// <inheritdoc/>
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
        machine.CreateTimer(callback, state, dueTime, period);
}

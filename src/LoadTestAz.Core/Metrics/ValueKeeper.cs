namespace LoadTestAz.Metrics;

/// <summary>Keeps values of a Trend beside its sketch: all of them, or those that somebody looks for.</summary>
internal abstract class ValueKeeper
{
    /// <summary>Takes a finite value.</summary>
    public abstract void Add(double value);

    /// <summary>Takes what another keeper of the same kind has; null for a Trend whose values nobody kept.</summary>
    public abstract void Merge(ValueKeeper? other);
}

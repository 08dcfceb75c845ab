namespace LoadTestAz.Merging.Estimates;

/// <summary>
/// One worker, looked at for upper bounds: how few of its samples can lie below a value. Lower bounds are the upper bounds of
/// the negated samples in reverse order.
/// </summary>
internal abstract class WorkerSide
{
    /// <summary>No sample is less.</summary>
    public abstract double Lowest { get; }

    /// <summary>No sample is more.</summary>
    public abstract double Highest { get; }

    /// <summary>The number of samples where it is known; 0 where <see cref="LeastBelow"/> allows for each possible one itself.</summary>
    public abstract long Count { get; }

    /// <summary>
    /// The least number of samples below a value; where the number of all is not known, the least that this number can
    /// exceed the given share of all by.
    /// </summary>
    public abstract double LeastBelow(double value, double share);
}

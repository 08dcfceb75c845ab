using System.Runtime.CompilerServices;
using LoadTestAz.Merging;

namespace LoadTestAz.Metrics;

/// <summary>
/// What is kept of a metric's samples, in memory that does not grow with their number. Merging two accumulators gives
/// what one would hold had it seen all the samples: it is associative and commutative, and an empty one changes nothing.
/// </summary>
/// <remarks>Not thread-safe. One subclass for each <see cref="MetricType"/>, after k6's sinks.</remarks>
public abstract class MetricAccumulator
{
    private protected MetricAccumulator()
    {
    }

    /// <summary>The kind of metric it keeps.</summary>
    public abstract MetricType Type { get; }

    /// <summary>How many samples it holds.</summary>
    public long Samples { get; private set; }

    /// <summary>How many samples were NaN or infinite: left out, as k6 leaves them out of its output, but not silently.</summary>
    public long Rejected { get; private set; }

    /// <summary>True when it holds no sample; then its figures are 0, as k6 prints them, and mean nothing.</summary>
    public bool IsEmpty => Samples == 0;

    /// <summary>An empty accumulator for that kind of metric.</summary>
    public static MetricAccumulator Create(MetricType type) => type switch
    {
        MetricType.Counter => new CounterAccumulator(),
        MetricType.Gauge => new GaugeAccumulator(),
        MetricType.Rate => new RateAccumulator(),
        MetricType.Trend => new TrendAccumulator(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "There is no such kind of metric."),
    };

    /// <summary>Takes a sample; NaN and infinities go into <see cref="Rejected"/>.</summary>
    public void Add(DateTimeOffset time, double value) => Add(time.UtcTicks, value);

    /// <summary>Takes all that another accumulator of this kind holds.</summary>
    /// <exception cref="ArgumentException">The other one is of another kind.</exception>
    public void Merge(MetricAccumulator other)
    {
        if (other.Type != Type)
            throw new ArgumentException($"A {other.Type} cannot be merged into a {Type}.", nameof(other));
        Rejected += other.Rejected;
        if (other.IsEmpty)
            return;
        MergeSamples(other);
        Samples += other.Samples;
    }

    /// <summary>An independent copy.</summary>
    public MetricAccumulator Copy()
    {
        var copy = Create(Type);
        copy.Merge(this);
        return copy;
    }

    /// <summary>What came after an earlier state of this accumulator, or of those that were merged into it; a gauge stays what it is.</summary>
    /// <returns>Null when the other one is no earlier state.</returns>
    internal MetricAccumulator? Since(MetricAccumulator earlier)
    {
        if (earlier.Type != Type || earlier.Samples > Samples)
            return null;
        var rest = Copy();
        if (!rest.TrySubtract(earlier))
            return null;
        rest.Samples -= earlier.Samples;
        return rest;
    }

    /// <summary>The figure that a threshold judges, in the metric's unit; a counter's <c>rate</c> is a second.</summary>
    /// <param name="expression">Names the figure, such as <c>p(95)</c>.</param>
    /// <param name="duration">How long the test took; for counters only.</param>
    /// <returns>
    /// Null where k6 has no figure, and lets the threshold pass: the rate of no samples, and a rate over no time.
    /// Other figures of no samples are 0, as in k6.
    /// </returns>
    /// <exception cref="ArgumentException">This kind of metric has no such figure.</exception>
    public double? Figure(ThresholdExpression expression, TimeSpan duration) => expression.Fits(Type)
        ? FigureOf(expression, duration)
        : throw new ArgumentException($"'{expression.Source}' asks for {expression.Aggregation}, which a {Type} does not have.", nameof(expression));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(long utcTicks, double value)
    {
        if (!double.IsFinite(value))
        {
            Rejected++;
            return;
        }

        // Adding 0 turns -0 into 0: the two are equal, so which of them is the smallest would depend on the order.
        AddSample(utcTicks, value + 0.0);
        Samples++;
    }

    /// <summary>Takes many samples of which only a summary is known. One with a number that is not finite is left out.</summary>
    internal void Add(in SampleSummary summary)
    {
        var (count, finite) = (0L, double.IsFinite(summary.Sum));
        foreach (var (value, times) in summary.Values)
        {
            count += times;
            finite &= double.IsFinite(value);
        }

        if (finite && count > 0)
        {
            AddSummary(summary);
            Samples += count;
        }
        else
        {
            Rejected += count;
        }
    }

    /// <summary>Puts back the counts that were read from a file.</summary>
    internal void RestoreSamples(long samples, long rejected) => (Samples, Rejected) = (samples, rejected);

    /// <summary>Takes a finite value; <see cref="Samples"/> does not count it yet.</summary>
    private protected abstract void AddSample(long utcTicks, double value);

    /// <summary>Takes finite values that stand for many samples; <see cref="Samples"/> does not count them yet.</summary>
    private protected abstract void AddSummary(in SampleSummary summary);

    /// <summary>Takes what another accumulator of this kind holds, which is not empty; <see cref="Samples"/> does not count it yet.</summary>
    private protected abstract void MergeSamples(MetricAccumulator other);

    /// <summary>Takes away what an earlier state holds; <see cref="Samples"/> still counts it.</summary>
    /// <returns>False when it is no earlier state.</returns>
    private protected abstract bool TrySubtract(MetricAccumulator earlier);

    private protected abstract double? FigureOf(ThresholdExpression expression, TimeSpan duration);
}

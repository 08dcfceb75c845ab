using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>The members of an accumulator, or of a point in time, as they come from a file, in any order.</summary>
internal sealed class AccumulatorParts(int precision, PackedMemory? memory = null)
{
    private long _samples;
    private long _rejected;
    private long _passes;
    private long _zeros;
    private long? _first;
    private long? _last;
    private double? _value;
    private double? _min;
    private double? _max;
    private double _error;
    private bool _thinned;
    private ExactSum? _sum;
    private LatencySketch? _sketch;

    /// <summary>The heap that the distribution takes once it is added to another one.</summary>
    public long SketchBytes => _sketch?.PagedBytes ?? 0;

    /// <summary>Reads a member whose name was just read.</summary>
    /// <returns>False when it is none of these; then nothing was read.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryRead(ref MetricJson json, string name)
    {
        switch (name)
        {
            case "samples":
                _samples = json.ReadCount();
                return true;
            case "rejected":
                _rejected = json.ReadCount();
                return true;
            case "passes":
                _passes = json.ReadCount();
                return true;
            case "zeros":
                _zeros = json.ReadCount();
                return true;
            case "first":
                _first = json.ReadTicks();
                return true;
            case "last":
                _last = json.ReadTicks();
                return true;
            case "value":
                _value = json.ReadFinite();
                return true;
            case "min":
                _min = json.ReadFinite();
                return true;
            case "max":
                _max = json.ReadFinite();
                return true;
            case "error":
                _error = json.ReadFinite();
                return true;
            case "thinned":
                _thinned = json.ReadBoolean();
                return true;
            case "sum":
                _sum = ReadSum(ref json);
                return true;
            case "buckets":
            case "negative":
                ReadBuckets(ref json, negative: name == "negative");
                return true;
            default:
                return false;
        }
    }

    /// <summary>The accumulator of that kind; every member it needs must be there and agree with the others.</summary>
    /// <exception cref="JsonException">They do not.</exception>
    public MetricAccumulator Build(MetricType type, string metric)
    {
        var accumulator = MetricAccumulator.Create(type);
        accumulator.RestoreSamples(_samples, _rejected);
        if (_samples == 0)
            return accumulator;
        var complete = accumulator switch
        {
            CounterAccumulator counter => Restore(counter),
            GaugeAccumulator gauge => Restore(gauge),
            RateAccumulator rate => Restore(rate),
            TrendAccumulator trend => Restore(trend),
            _ => false,
        };
        return complete ? accumulator : throw new JsonException($"the figures of the {MetricNames.Of(type)} '{metric}' are incomplete or contradict each other.");
    }

    /// <summary>Adds the distribution to a sketch that holds as many values afterwards as these and its own.</summary>
    /// <exception cref="JsonException">Its parts contradict each other.</exception>
    public void AddTo(LatencySketch sketch)
    {
        if (_sketch is null && _zeros == 0)
            return;
        var source = _sketch ?? new LatencySketch(precision);
        if (_min is not { } min || _max is not { } max || !source.TryRestore(_zeros, min, max))
            throw new JsonException("the figures of a distribution are incomplete or contradict each other.");
        sketch.Merge(source);
    }

    private bool Restore(CounterAccumulator counter)
    {
        if (_sum is null || _first is not { } first || _last is not { } last || first > last)
            return false;
        counter.ExactSum.Merge(_sum);
        counter.Restore(first, last);
        return true;
    }

    private bool Restore(GaugeAccumulator gauge)
    {
        if (_last is not { } last || _value is not { } value || _min is not { } min || _max is not { } max || value < min || value > max)
            return false;
        gauge.Restore(last, value, min, max, _thinned);
        return true;
    }

    private bool Restore(RateAccumulator rate)
    {
        rate.Restore(_passes);
        return _passes <= _samples;
    }

    private bool Restore(TrendAccumulator trend)
    {
        AddTo(trend.Sketch);
        if (_sum is null || trend.Sketch.Count != _samples || _error is not (>= 0 and <= 1))
            return false;
        trend.RestoreError(_error);
        trend.ExactSum.Merge(_sum);
        return true;
    }

    private static ExactSum ReadSum(ref MetricJson json)
    {
        Span<long> limbs = stackalloc long[ExactSum.LimbCount];
        json.ReadArrayStart();
        var (at, count) = (-1L, 0);
        while (json.ReadItem())
        {
            if (at < 0)
                at = json.ReadInteger();
            else if (at + count < limbs.Length)
                limbs[count++] = ExactSum.RequireLimb(json.ReadInteger());
            else
                throw new JsonException("a sum has too many limbs.");
            if (at < 0)
                throw new JsonException("a sum begins with a negative number.");
        }

        return at < 0 ? throw new JsonException("a sum is empty.") : ExactSum.OfLimbs((int)Math.Min(at, limbs.Length), limbs[..count].ToArray());
    }

    private void ReadBuckets(ref MetricJson json, bool negative)
    {
        _sketch ??= new LatencySketch(precision);
        if (PackedBuckets.Parse(json.ReadAscii(), BucketScale.Count(precision), memory) is { } buckets)
            _sketch.Restore(negative, buckets);
    }
}

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>Where a value stands between the foot and the head of a chart, and which values are written beside it.</summary>
internal sealed class ValueScale
{
    private static readonly double[] Steps = [1, 2, 2.5, 5, 10];

    private const double FewDecades = 1.7;
    private const double MostDecades = 6;

    private readonly double _low;
    private readonly double _high;

    private ValueScale(double low, double high, bool isLogarithmic, IReadOnlyList<double> ticks) =>
        (_low, _high, IsLogarithmic, Ticks) = (low, high, isLogarithmic, ticks);

    /// <summary>Whether equal factors, not equal differences, are equally far apart.</summary>
    public bool IsLogarithmic { get; }

    /// <summary>Round values to be written beside it, from low to high.</summary>
    public IReadOnlyList<double> Ticks { get; }

    /// <summary>The value at the foot.</summary>
    public double Low => _low;

    /// <summary>The value at the head.</summary>
    public double High => _high;

    /// <summary>From 0 to a round value at or above the largest.</summary>
    /// <param name="max">The largest value.</param>
    /// <param name="whole">Whether ticks are whole numbers, as counts are.</param>
    public static ValueScale FromZero(double max, bool whole = false)
    {
        if (max is not > 0 || !double.IsFinite(max))
            max = 1;
        var power = Math.Pow(10, Math.Floor(Math.Log10(max / 3)));
        var step = Steps.Select(s => s * power).First(s => max / s <= 4);
        if (whole)
            step = Math.Max(1, Math.Ceiling(step));
        var count = (int)Math.Ceiling((max / step) - 1e-9);
        return new ValueScale(0, count * step, false, [.. Enumerable.Range(0, count + 1).Select(i => i * step)]);
    }

    /// <summary>From a round value at or below the smallest to one at or above the largest, by factors.</summary>
    /// <param name="min">The smallest value, above 0.</param>
    /// <param name="max">The largest value.</param>
    public static ValueScale ByFactors(double min, double max)
    {
        var decades = Enumerable.Range((int)Math.Floor(Math.Log10(min)) - 1, (int)Math.Ceiling(Math.Log10(max)) - (int)Math.Floor(Math.Log10(min)) + 3).Select(d => Math.Pow(10, d)).ToList();
        var round = decades.SelectMany(d => new[] { d, 2 * d, 5 * d }).ToList();
        var low = round.Last(r => r <= min * (1 + 1e-9));
        var high = round.First(r => r >= max * (1 - 1e-9) && r > low);
        var every = Math.Max(1, (int)Math.Ceiling(Math.Log10(high / low) / MostDecades));
        var candidates = Math.Log10(high / low) < FewDecades ? round : decades.Where((_, i) => i % every == 0);
        return new ValueScale(low, high, true, [.. candidates.Where(t => t >= low * (1 - 1e-9) && t <= high * (1 + 1e-9))]);
    }

    /// <summary>By factors where the small values could not be read beside the large ones; else from 0.</summary>
    /// <param name="usual">A usual value.</param>
    /// <param name="min">The smallest value.</param>
    /// <param name="max">The largest value.</param>
    public static ValueScale Fitting(double usual, double min, double max) =>
        min > 0 && max > 25 * usual && double.IsFinite(max) ? ByFactors(min, max) : FromZero(max);

    /// <summary>0 at the foot, 1 at the head.</summary>
    public double Place(double value) => Math.Clamp(
        IsLogarithmic ? Math.Log(Math.Max(value, _low) / _low) / Math.Log(_high / _low) : (value - _low) / (_high - _low), 0, 1);
}

using System.Runtime.CompilerServices;

namespace LoadTestAz.Merging.Estimates;

/// <summary>
/// A guess at one worker's distribution between its figures: straight lines from one to the next, in the logarithm of the
/// value (where it is positive) against the logit of the rank. Latencies are nearly straight there, tails included.
/// </summary>
internal sealed class QuantileCurve
{
    private readonly double[] _values;
    private readonly double[] _logarithms;
    private readonly double[] _logits;

    /// <param name="figures">At least one, by share.</param>
    /// <param name="count">The number of samples, or a guess at it; 1 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public QuantileCurve(Figure[] figures, double count)
    {
        Count = count;
        _values = new double[figures.Length];
        _logarithms = new double[figures.Length];
        _logits = new double[figures.Length];
        for (var i = 0; i < figures.Length; i++)
        {
            // A sample takes up one rank, half of it on each side of its own.
            var rank = (figures[i].Share * (count - 1)) + 0.5;
            _values[i] = i == 0 ? figures[i].Middle : Math.Max(_values[i - 1], figures[i].Middle);
            _logarithms[i] = Math.Log(_values[i]);
            _logits[i] = Math.Log(rank / (count - rank));
        }
    }

    public double Count { get; }

    /// <summary>How many samples are up to a value.</summary>
    /// <param name="value">Any.</param>
    /// <param name="logarithm">Its logarithm; NaN when it has none.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double SamplesUpTo(double value, double logarithm)
    {
        if (value < _values[0])
            return 0;
        var last = _values.Length - 1;
        if (value >= _values[last])
            return Count;
        var i = 0;
        while (_values[i + 1] <= value)
            i++;
        var way = _values[i] > 0
            ? (logarithm - _logarithms[i]) / (_logarithms[i + 1] - _logarithms[i])
            : (value - _values[i]) / (_values[i + 1] - _values[i]);
        if (double.IsNaN(way))
            way = 1; // too near to each other, or too far, for doubles
        return Count / (1 + Math.Exp(-(_logits[i] + (way * (_logits[i + 1] - _logits[i])))));
    }
}

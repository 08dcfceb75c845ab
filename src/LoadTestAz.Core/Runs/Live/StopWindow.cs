using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Runs.Live;

/// <summary>
/// One rule of stop_when, over a window that moves with the run. Snapshots hold all that was measured since the start, so
/// what came within the window is the difference of two of them: counts and sums subtract, and so do the histograms of
/// Trends. What a worker that is gone had measured is in both, and cancels out. A Gauge has no difference: it has to hold
/// at each moment of the window that was seen.
/// </summary>
/// <remarks>
/// Time is that which the working workers' snapshots tell of, on average: neither the clocks nor the pace of the looks show,
/// and a window is never shorter than asked for. At most some fifteen states are kept, however long it is.
/// </remarks>
internal sealed class StopWindow(LoadTestStopRule rule)
{
    // The window is longer than asked for by at most one step and one snapshot.
    private const int Steps = 12;

    // A worker that was not seen for longer after its start may have measured before the window what is new to us.
    private static readonly TimeSpan LateSight = TimeSpan.FromSeconds(15);

    private readonly MetricSelector _selector = MetricSelector.Parse(rule.Metric);
    private readonly ThresholdExpression _expression = ThresholdExpression.TryParse(rule.Expression, out var parsed, out var error)
        ? parsed
        : throw new FormatException($"The rule '{rule}' of stop_when is none: {error}.");

    // In the order of time.
    private readonly List<State> _states = [];

    /// <summary>What it looks for.</summary>
    public LoadTestStopRule Rule => rule;

    /// <summary>Takes the run as it stands.</summary>
    /// <param name="data">All workers' metrics.</param>
    /// <param name="working">The snapshots of the workers that make load; at least one.</param>
    /// <returns>Null when the rule is not met, or a whole window has not passed yet.</returns>
    public Finding? Take(MergedData data, IReadOnlyDictionary<int, LiveReading> working)
    {
        var now = new State(working.ToDictionary(w => w.Key, w => w.Value.Elapsed), data.Samples.Find(_selector)?.Accumulator, GaugeOf(data, working));
        if (_states.Count > 0 && working.Any(w => w.Value.Elapsed > LateSight && !_states.Exists(s => s.Elapsed.ContainsKey(w.Key))))
            _states.Clear();

        var from = _states.FindLastIndex(state => now.Since(state) >= rule.Window);
        var finding = from < 0 ? null : Judge(now, from);
        if (from > 0)
            _states.RemoveRange(0, Math.Min(from, _states.Count));
        if (_states.Count == 0 || now.Since(_states[^1]) >= rule.Window / Steps)
            _states.Add(now with { Samples = now.Samples?.Copy() });
        return finding;
    }

    private Finding? Judge(State now, int from)
    {
        var span = now.Since(_states[from]);
        if (now.Samples is null or { IsEmpty: true } || !_expression.Fits(now.Samples.Type))
            return null;
        if (now.Samples is GaugeAccumulator)
            return now.Gauge is { } value && _states.Skip(from).Append(now).All(s => s.Gauge is { } then && _expression.Holds(then)) ? new Finding(value, span) : null;
        if ((_states[from].Samples is { } before ? now.Samples.Since(before) : now.Samples) is not { } within)
        {
            // A worker began anew, or its snapshots were mixed up: what came when is not known.
            _states.Clear();
            return null;
        }

        // That a counter stood still was measured; the others say nothing without a sample.
        if (within is { IsEmpty: true } and not CounterAccumulator)
            return null;
        return within.Figure(_expression, span) is { } figure && _expression.Holds(figure) ? new Finding(figure, span) : null;
    }

    // Virtual users add up, those of workers that are gone are gone too.
    private double? GaugeOf(MergedData data, IReadOnlyDictionary<int, LiveReading> working) =>
        data.Samples.Find(_selector)?.Accumulator is not GaugeAccumulator { IsEmpty: false } gauge ? null
        : AdditiveGauges.Contains(_selector.Metric) && !_selector.IsSubmetric ? working.Values.Sum(r => r.GaugeOf(_selector.Metric))
        : gauge.Value;

    /// <summary>That the rule is met.</summary>
    /// <param name="Figure">The figure that it names.</param>
    /// <param name="Span">The window as it was.</param>
    internal sealed record Finding(double Figure, TimeSpan Span);

    private sealed record State(IReadOnlyDictionary<int, TimeSpan> Elapsed, MetricAccumulator? Samples, double? Gauge)
    {
        // By the workers that work now; one that was not seen then had just begun.
        public TimeSpan Since(State earlier) =>
            TimeSpan.FromTicks((long)Elapsed.Average(w => (double)(w.Value - earlier.Elapsed.GetValueOrDefault(w.Key)).Ticks));
    }
}

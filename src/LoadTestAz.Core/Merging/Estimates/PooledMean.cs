using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Estimates;

/// <summary>Sum and mean of all workers' samples.</summary>
internal static class PooledMean
{
    /// <summary>Both, or null where nothing finite is known.</summary>
    /// <param name="workers">In an order by content.</param>
    /// <param name="curve">Has the numbers of samples, or guesses at them.</param>
    /// <param name="count">Of all workers together.</param>
    public static (EstimatedFigure? Sum, EstimatedFigure? Avg) Of(WorkerSides[] workers, PooledCurve curve, SampleCount count)
    {
        if (workers.Length == 0)
            return (null, null);

        var (low, middle, high) = (new ExactSum(), new ExactSum(), new ExactSum());
        var weights = 0.0;
        foreach (var worker in workers)
        {
            var weight = curve.CountOf(worker.Figures);
            var (least, most) = (worker.Mean.Low * weight, worker.Mean.High * weight);
            if (!double.IsFinite(most - least))
                return (null, null);
            low.Add(least);
            middle.Add(least + ((most - least) / 2));
            high.Add(most);
            weights += weight;
        }

        if (count.Exact is { } n)
        {
            return (
                double.IsFinite(high.Value - low.Value) ? new EstimatedFigure(middle.Value, low.Value, high.Value) : null,
                new EstimatedFigure(middle.DividedBy(n), low.DividedBy(n), high.DividedBy(n)));
        }

        // The mean of all lies between those of the workers, whatever their weights.
        var (lowest, highest) = (workers.Min(w => w.Mean.Low), workers.Max(w => w.Mean.High));
        return (null, new EstimatedFigure(Math.Clamp(middle.Value / weights, lowest, highest), lowest, highest));
    }
}

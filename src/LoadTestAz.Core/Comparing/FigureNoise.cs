using System.Globalization;

namespace LoadTestAz.Comparing;

/// <summary>How much a figure differs by chance: within runs, by their samples, and between runs, where there are several baselines.</summary>
internal static class FigureNoise
{
    // Of Student's distribution, two-sided, 19 times out of 20, by degrees of freedom from 2.
    private static readonly double[] Student = [4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.160, 2.145, 2.131, 2.120];

    /// <summary>The noise of a difference, and a sentence on it.</summary>
    /// <param name="current">The result's figure.</param>
    /// <param name="baselines">The baselines' figures, at least one.</param>
    /// <param name="baseline">What stands for them.</param>
    public static (double? Noise, string Note) Of(ComparedFigure current, IReadOnlyList<ComparedFigure> baselines, double baseline)
    {
        var within = Within(current, baselines, baseline);
        var between = Between(baselines);
        var runs = string.Create(CultureInfo.InvariantCulture, $"how much {baselines.Count} baselines differ");
        return (within, between) switch
        {
            (null, null) => (null, "How much of it is chance can't be told from one baseline: give several."),
            ({ } samples, null) => (samples, "Noise: by the samples within the runs, taken as independent; several baselines tell how much runs differ."),
            (null, { } apart) => (apart, $"Noise: by {runs}."),
            ({ } samples, { } apart) => (Math.Max(samples, apart), $"Noise: by {runs}, and by the samples within them."),
        };
    }

    // Two independent errors add up by their squares; of each counts the side towards the other.
    private static double? Within(ComparedFigure current, IReadOnlyList<ComparedFigure> baselines, double baseline)
    {
        if (current.Interval is not { } own || baselines.Any(b => b.Interval is null))
            return null;
        var isUp = current.Value >= baseline;
        var ownHalf = isUp ? current.Value - own.LowerBound : own.UpperBound - current.Value;
        var half = baselines.Max(b => isUp ? b.Interval!.UpperBound - b.Value : b.Value - b.Interval!.LowerBound);
        return Math.Sqrt((ownHalf * ownHalf) + (half * half));
    }

    // Where one more run would lie, if it were like the others.
    private static double? Between(IReadOnlyList<ComparedFigure> baselines)
    {
        if (baselines.Count < 3)
            return baselines.Count == 2 ? Math.Abs(baselines[0].Value - baselines[1].Value) : null;
        var mean = baselines.Average(b => b.Value);
        var deviation = Math.Sqrt(baselines.Sum(b => (b.Value - mean) * (b.Value - mean)) / (baselines.Count - 1));
        return Student[Math.Min(baselines.Count - 3, Student.Length - 1)] * deviation * Math.Sqrt(1 + (1.0 / baselines.Count));
    }
}

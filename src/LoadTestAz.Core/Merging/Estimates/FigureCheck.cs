using System.Globalization;

namespace LoadTestAz.Merging.Estimates;

/// <summary>Takes a summary apart into figures that can all be true at once; says of each that it leaves out why.</summary>
internal sealed class FigureCheck(int worker, TrendSummary summary)
{
    // k6 keeps each sample in memory: 8 TB of them is no worker. Below it, doubles count exactly.
    private const long MostSamples = 1_000_000_000_000;

    private const string Mean = "avg";

    private readonly List<TrendDoubt> _doubts = [];

    public IReadOnlyList<TrendDoubt> Doubts => _doubts;

    /// <summary>The figures that are left.</summary>
    public WorkerFigures Run()
    {
        var figures = new List<Figure>(3 + summary.Quantiles.Count);
        Take(figures, "min", 0, summary.Min);
        Take(figures, "med", 50, summary.Med);
        Take(figures, "max", 100, summary.Max);
        foreach (var (percent, value) in summary.Quantiles)
            Take(figures, null, percent, value);
        var mean = new List<Figure>(1);
        Take(mean, Mean, 0, summary.Avg);

        if (summary.Count.AtMost == 0 && figures.Concat(mean).All(f => f.Low <= 0 && f.High >= 0))
            return new WorkerFigures(worker, summary.Count, 0, [], null); // k6's zeros of a metric without samples

        figures.Sort((a, b) => a.Share.CompareTo(b.Share));
        LeaveOutContradictions(figures, mean);
        Unite(figures);
        return new WorkerFigures(worker, Count(figures), Floor(figures.Concat(mean)), [.. figures], mean.Count == 0 ? null : mean[0]);
    }

    /// <summary>Says that a figure is left out, or changed.</summary>
    public void Doubt(string figure, string whatIsWrong) =>
        _doubts.Add(new TrendDoubt(worker, figure, $"In the summary of {summary.Source ?? $"worker {worker}"}, {figure} {whatIsWrong}."));

    private SampleCount Count(List<Figure> figures)
    {
        // Of no samples at all, k6 shows nothing but zeros.
        var count = summary.Count;
        if (count.AtLeast == 0 && count.AtMost != 0 && figures.Exists(f => f.Low > 0 || f.High < 0))
            count = count with { AtLeast = 1 };
        if (count.AtLeast >= 0 && count.AtMost != 0 && count.AtLeast <= (count.AtMost ?? long.MaxValue) && count.AtLeast <= MostSamples)
            return count.AtMost > MostSamples ? count with { AtMost = null } : count;
        Doubt("count", $"is {count}, which does not go together with the other figures or is no number of samples at all; it is taken as unknown");
        return SampleCount.Unknown;
    }

    private double Floor(IEnumerable<Figure> figures)
    {
        // -0 is 0 here and everywhere below.
        var floor = double.IsNaN(summary.LeastValue) || double.IsPositiveInfinity(summary.LeastValue) ? double.NegativeInfinity : summary.LeastValue + 0.0;
        var lowest = figures.Select(f => f.High).DefaultIfEmpty(floor).Min();
        if (lowest >= floor - (1e-9 * Math.Abs(floor)))
            return Math.Min(lowest, floor);
        var below = figures.MinBy(f => f.High);
        Doubt(below.Name, $"is {Text(below.Middle)}, though no sample should be below {Text(floor)}; samples below it are taken as possible");
        return double.NegativeInfinity;
    }

    private void Take(List<Figure> figures, string? label, double percent, double? value)
    {
        if (value is not { } v)
            return;
        var tolerance = summary.Tolerance.Around(v);
        var figure = new Figure(label, percent, v - tolerance + 0.0, v + tolerance + 0.0);
        if (percent is not (>= 0 and <= 100))
            Doubt(figure.Name, "is no percentile between 0 and 100; it is left out");
        else if (!double.IsFinite(v))
            Doubt(figure.Name, $"is {Text(v)}; it is left out");
        else
            figures.Add(figure);
    }

    /// <summary>
    /// Figures that have to rise, but fall. One that contradicts more of the others than those do is the wrong one; where there
    /// is nothing to tell them apart, all of them are left out, since each may be the wrong one.
    /// </summary>
    private void LeaveOutContradictions(List<Figure> figures, List<Figure> mean)
    {
        while (!Rise(figures, mean))
        {
            var all = figures.Concat(mean).ToList();
            var size = all.Max(f => f.Size);
            var against = all.Select(f => all.Where(g => Contradicts(f, g, size)).ToList()).ToList();
            var most = against.Max(a => a.Count);
            if (most == 0)
                return;
            for (var i = 0; i < all.Count; i++)
            {
                if (against[i].Count != most)
                    continue;
                var others = string.Join(", ", against[i].Select(f => $"{f.Name} of {Text(f.Middle)}"));
                Doubt(all[i].Name, $"is {Text(all[i].Middle)}, which does not go together with {others}; it is left out, which makes the bounds wider");
                figures.Remove(all[i]);
                mean.Remove(all[i]);
            }
        }
    }

    /// <summary>True for nearly all summaries, without comparing each figure to each.</summary>
    private static bool Rise(List<Figure> figures, List<Figure> mean)
    {
        for (var i = 1; i < figures.Count; i++)
        {
            var (before, figure) = (figures[i - 1], figures[i]);
            if (figure.Low < before.High || (figure.Share == before.Share && (figure.Low, figure.High) != (before.Low, before.High)))
                return false;
        }

        return mean.Count == 0 || figures.Count == 0 || (mean[0].Low >= figures[0].Low && mean[0].High <= figures[^1].High);
    }

    private static bool Contradicts(in Figure a, in Figure b, double size)
    {
        if (a.Label == b.Label && a.Share == b.Share)
            return a.Low > b.High || b.Low > a.High;
        var apart = Math.Max(a.Low - b.High, b.Low - a.High);
        if (a.Label == Mean || b.Label == Mean)
        {
            // Of the other figures, only the first and the last limit the mean; its sum is rounded with every sample.
            var (mean, other) = a.Label == Mean ? (a, b) : (b, a);
            apart -= size * 1e-9;
            return apart > 0 && ((other.Share == 0 && mean.High < other.Low) || (other.Share == 1 && mean.Low > other.High));
        }

        // k6's rounding can make percentiles of negative samples fall by this.
        return apart > Rounding.Of(size) && (a.Share == b.Share || a.Share < b.Share == a.Low > b.High);
    }

    /// <summary>Makes one of figures of one share, such as med and p(50), and makes what rounding let fall overlap.</summary>
    private static void Unite(List<Figure> figures)
    {
        for (var i = figures.Count - 1; i > 0; i--)
        {
            var (a, b) = (figures[i - 1], figures[i]);
            var (low, high) = (Math.Max(a.Low, b.Low), Math.Min(a.High, b.High));
            if (a.Share == b.Share)
            {
                figures[i - 1] = a with { Low = Math.Min(low, high), High = Math.Max(low, high) };
                figures.RemoveAt(i);
            }
            else if (a.Low > b.High)
            {
                (figures[i - 1], figures[i]) = (a with { Low = b.Low }, b with { High = a.High });
            }
        }
    }

    private static string Text(double value) => value.ToString("R", CultureInfo.InvariantCulture);
}

using LoadTestAz.Core.Tests.Metrics;
using LoadTestAz.Merging.Estimates;

namespace LoadTestAz.Core.Tests.Merging.Estimates;

/// <summary>
/// All data sets there are on a small grid, put together by what their summaries tell: the bounds hold for each of them,
/// and how often they are reached by one of them is how tight they are.
/// </summary>
public sealed class PooledTrendExhaustiveTests(ITestOutputHelper output)
{
    [Flags]
    public enum Told
    {
        Med = 0,
        Mean = 1,
        Quartiles = 2,
        NoMin = 4,
        NoMax = 8,
        NoCount = 16,
    }

    // Where percentiles lie on a rank or in the middle of two, and no mean cuts them off, the corners of what fits the summary
    // of whole numbers are halves: there, every bound must be reached.
    [Theory]
    [InlineData("2 4", 4, Told.Med, 50, 1)]
    [InlineData("4 4", 4, Told.Med, 50, 1)]
    [InlineData("3 4", 4, Told.Med, 50, 1)]
    [InlineData("3 3", 6, Told.Quartiles, 50, 1)]
    [InlineData("3 3", 6, Told.Quartiles, 75, 1)]
    [InlineData("3 5", 3, Told.Quartiles, 25, 1)]
    [InlineData("1 2 3", 4, Told.Med, 90, 1)]
    [InlineData("4 4", 3, Told.Med | Told.NoMin, 30, 1)]
    [InlineData("4 4", 3, Told.Med | Told.NoMin, 95, 1)]
    [InlineData("2 2 2", 3, Told.Med, 50, 1)]
    [InlineData("2 2 4", 3, Told.Med, 50, 1)]
    [InlineData("6 4", 2, Told.Med, 50, 1)]
    public void Bounds_of_counted_samples_are_reached(string counts, int grid, Told told, double percent, double reached) =>
        Check(counts, grid, told, percent, reached);

    [Theory]
    [InlineData("4 4", 3, Told.Med | Told.Mean, 50, 1)]
    [InlineData("4 4", 3, Told.Med | Told.Mean, 75, 1)]
    [InlineData("3 3", 4, Told.Quartiles | Told.Mean, 50, 1)]
    [InlineData("5 5", 2, Told.Med | Told.Mean, 90, 1)]
    [InlineData("7 5", 2, Told.Med | Told.Mean, 70, 0.5)]
    [InlineData("6 6", 2, Told.Med | Told.Mean, 80, 0.5)]
    [InlineData("5 5", 2, Told.Med | Told.Mean | Told.NoMax, 90, 0)] // the grid ends where the maximum need not
    public void Bounds_with_a_mean_hold(string counts, int grid, Told told, double percent, double reached) =>
        Check(counts, grid, told, percent, reached);

    [Theory]
    [InlineData("4 4", 2, Told.Med | Told.NoCount, 50, 1)]
    [InlineData("5 5", 2, Told.Quartiles | Told.NoCount, 75, 0.1)]
    [InlineData("5 4", 2, Told.Quartiles | Told.NoCount, 90, 0.1)]
    [InlineData("5 5", 2, Told.Med | Told.Mean | Told.NoCount, 95, 0.1)]
    public void Bounds_without_counts_hold(string counts, int grid, Told told, double percent, double reached) =>
        Check(counts, grid, told, percent, reached);

    private void Check(string counts, int grid, Told told, double percent, double leastShare)
    {
        var groups = counts.Split(' ').Select(int.Parse).Select(n => Group(n, grid, told)).ToArray();
        var (bounds, reached, width, truth) = (0, 0, 0.0, 0.0);
        var shown = 0;
        foreach (var choice in Product(groups))
        {
            var estimate = PooledTrend.Of([.. choice.Select(c => c.Summary)]);
            Assert.Empty(estimate.Doubts);
            var figure = estimate.GetPercentile(percent)!.Value;
            var (least, most) = (double.PositiveInfinity, double.NegativeInfinity);
            foreach (var samples in Product([.. choice.Select(c => c.Samples.ToArray())]))
            {
                var all = Summaries.Sorted(samples.SelectMany(s => s));
                var value = Values.Percentile(all, percent);
                (least, most) = (Math.Min(least, value), Math.Max(most, value));
            }

            Assert.True(figure.LowerBound <= least && most <= figure.UpperBound, $"{figure} does not hold {least} to {most} of {string.Join(" | ", choice.Select(c => c.Summary))}");
            bounds += 2;
            reached += (least - figure.LowerBound < 1e-9 ? 1 : 0) + (figure.UpperBound - most < 1e-9 ? 1 : 0);
            width += double.IsFinite(figure.UpperBound - figure.LowerBound) ? figure.UpperBound - figure.LowerBound : 0;
            truth += most - least;
            if (leastShare == 1 && (least - figure.LowerBound > 1e-9 || figure.UpperBound - most > 1e-9) && shown++ < 3)
                output.WriteLine($"{figure} is not {least} to {most} of {string.Join(" | ", choice.Select(c => c.Summary))}");
        }

        output.WriteLine($"{counts} {told} p({percent}): {reached} of {bounds} bounds reached ({(double)reached / bounds:P1}); width {width:F1}, of which {truth:F1} is needed");
        Assert.True(reached >= leastShare * bounds, $"only {reached} of {bounds} bounds are reached");
    }

    private static (TrendSummary Summary, List<double[]> Samples)[] Group(int count, int grid, Told told)
    {
        var groups = new Dictionary<string, (TrendSummary Summary, List<double[]> Samples)>();
        foreach (var n in told.HasFlag(Told.NoCount) ? Enumerable.Range(1, count) : [count])
        {
            foreach (var samples in Ascending(n, grid))
            {
                var full = Summaries.Full(samples, told.HasFlag(Told.Quartiles) ? [25, 75] : []);
                var summary = full with
                {
                    Count = told.HasFlag(Told.NoCount) ? new SampleCount(1, count) : full.Count,
                    Min = told.HasFlag(Told.NoMin) ? null : full.Min,
                    Max = told.HasFlag(Told.NoMax) ? null : full.Max,
                    Avg = told.HasFlag(Told.Mean) ? full.Avg : null,
                    LeastValue = 0,
                };
                var key = summary with { Quantiles = [] } + string.Join(' ', summary.Quantiles);
                if (!groups.TryGetValue(key, out var group))
                    groups[key] = group = (summary, []);
                group.Samples.Add(samples);
            }
        }

        return [.. groups.Values.Where(g => g.Samples.Exists(s => s.All(double.IsInteger)))];
    }

    /// <summary>From 0 to the grid's size, in halves.</summary>
    private static IEnumerable<double[]> Ascending(int count, int grid)
    {
        if (count == 0)
            return [[]];
        return Ascending(count - 1, grid).SelectMany(s => Enumerable.Range(0, (2 * grid) + 1).Select(v => v / 2.0).Where(v => s.Length == 0 || v >= s[^1]).Select(v => (double[])[.. s, v]));
    }

    private static IEnumerable<T[]> Product<T>(IReadOnlyList<T[]> choices) =>
        choices.Aggregate<T[], IEnumerable<T[]>>([[]], (all, next) => all.SelectMany(a => next.Select(n => (T[])[.. a, n])));
}

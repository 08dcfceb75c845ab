using LoadTestAz.Merging.Figures;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Merging.K6.Files;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Selecting;

/// <summary>
/// Makes percentiles exact that come from raw samples, however many there are: reads the files again, and keeps only the
/// values around the wanted ranks, which the sketches tell. Where these are too many, it counts them more finely and reads
/// once more; some thousand times finer each time, so that a few times are enough even for values that nearly all agree.
/// </summary>
internal sealed class SelectionPass(MergeContext context, MergedData data)
{
    // Doubles have 52 bits behind the leading one; the sketch has told 9 of them, and each reading tells 12 more.
    private const int MaxReadings = 6;

    /// <summary>The Trends that are exact now. Adds a warning where it could not be done.</summary>
    /// <param name="exact">Those that are already.</param>
    /// <param name="asked">The percentiles that are wanted of a Trend.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<ExactPercentiles> RunAsync(ExactPercentiles exact, Func<MetricSelector, IEnumerable<double>> asked, CancellationToken cancellationToken)
    {
        var trends = data.Samples.Metrics.SelectMany(m => m.Submetrics.Prepend(m))
            .Where(s => s.Accumulator is TrendAccumulator { IsEmpty: false } && exact.Of(s) is null)
            .ToDictionary(s => s.Selector, s => (TrendAccumulator)s.Accumulator);
        if (trends.Count == 0)
            return exact;
        if (context.Groups.Any(g => g.Best is { IsRaw: false, IsSummary: false }))
        {
            context.Warnings.Add("Percentiles are not exact: some workers have only sketches or are of an earlier result, which do not hold the samples themselves.");
            return exact;
        }

        var selections = trends.ToDictionary(t => t.Key, t => new TrendSelection(t.Value, asked(t.Key)));
        for (var reading = 0; reading < MaxReadings && selections.Values.Any(s => !s.IsDone); reading++)
        {
            Begin(selections.Values);
            var found = await ReadAsync(selections, cancellationToken).ConfigureAwait(false);
            if (selections.Any(s => !s.Value.IsDone && !Take(s.Value, found?.Find(s.Key))))
            {
                context.Warnings.Add("Percentiles are not exact: a file has changed while it was read. Merge again when nobody writes to it any more.");
                return exact;
            }
        }

        foreach (var (selector, selection) in selections)
            exact.Add(selector, selection.ToDistribution(trends[selector]));
        return exact;
    }

    // The smallest first, as many as fit: the others wait for a finer count.
    private void Begin(IEnumerable<TrendSelection> selections)
    {
        var open = selections.Where(s => !s.IsDone).ToList();
        var room = (long)context.Options.KeptValues;
        var collected = open.ToDictionary(s => s, _ => new HashSet<RankInterval>());
        foreach (var (selection, interval) in open.SelectMany(s => s.Open.Select(i => (s, i))).OrderBy(o => o.i.Count))
        {
            if (interval.Count > room)
                break;
            room -= interval.Count;
            collected[selection].Add(interval);
        }

        foreach (var selection in open)
            selection.Begin(collected[selection]);
    }

    private static bool Take(TrendSelection selection, MetricSeries? series) =>
        series?.Accumulator is TrendAccumulator { Keeper: RankKeeper keeper } trend && trend.Samples == selection.Samples && selection.TryTake(keeper);

    private async Task<MetricSet?> ReadAsync(Dictionary<MetricSelector, TrendSelection> selections, CancellationToken cancellationToken)
    {
        var found = NewSet(context.Submetrics);
        var sources = context.Groups.Select(g => g.Best).OfType<MergeSource>().Where(s => s.IsRaw).OrderByDescending(s => ProgressMeter.SizeOf(s.Path)).ToList();
        var meter = new ProgressMeter(sources, context.Options.Report);
        var files = Math.Min(context.Options.Threads, sources.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = files, CancellationToken = cancellationToken };
        try
        {
            await Parallel.ForEachAsync(sources, parallel, async (source, token) =>
            {
                var reader = new RawFileReader
                {
                    Submetrics = context.Submetrics,
                    Kinds = name => context.Kinds.GetValueOrDefault(name),
                    NewSet = NewSet,
                    Parsers = (context.Options.Threads + files - 1) / files,
                    Progress = bytes => meter.Report(source.Path, bytes),
                };
                var file = await reader.ReadAsync(source.Path, source.Kind is LoadTestSourceKind.K6Csv, token).ConfigureAwait(false);
                lock (found)
                    found.Merge(file.Metrics);
            }).ConfigureAwait(false);
            return found;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException or MetricTypeException)
        {
            return null;
        }

        MetricSet NewSet(IEnumerable<MetricSelector> submetrics) =>
            new(submetrics, s => selections.TryGetValue(s, out var selection) && !selection.IsDone ? selection.NewKeeper() : null);
    }
}

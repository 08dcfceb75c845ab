using LoadTestAz.Merging.K6.Files;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Reads the raw files of all workers, several at once, and folds each worker's samples into the merge.</summary>
/// <param name="context">The workers, and what is known of their metrics.</param>
/// <param name="data">Where the samples go.</param>
internal sealed class RawPass(MergeContext context, MergedData data)
{
    private const int MaxNamed = 10;

    private readonly Dictionary<WorkerGroup, (MergeSource Source, RawFile File)> _held = [];
    private readonly HashSet<MetricSelector> _known = [.. context.Submetrics];
    private readonly HashSet<MetricSelector> _declared = [];
    private readonly SortedSet<string> _guessed = new(StringComparer.Ordinal);
    private readonly ProgressMeter _meter = new(context.Groups.SelectMany(g => g.Sources).Where(s => s is { IsRaw: true, IsCopy: false }), context.Options.Report);

    /// <summary>The submetrics that some files declare, but that were not known before, so that others do not have them.</summary>
    public IReadOnlyCollection<MetricSelector> Missed =>
        [.. _declared.Where(d => !_known.Contains(d) && data.Samples.Find(d) is { Unseen: > 0 })];

    /// <summary>
    /// Reads the JSON files, then the CSV files of workers that have nothing better: by then it is known of more metrics what
    /// they are.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await RunAsync(LoadTestSourceKind.K6Json, cancellationToken).ConfigureAwait(false);
        context.AddKinds(data.Samples);
        await RunAsync(LoadTestSourceKind.K6Csv, cancellationToken).ConfigureAwait(false);
        foreach (var (group, (source, file)) in _held)
            Fold(group, source, file);
        WarnOfThresholdsUntold();
        if (_guessed.Count > 0)
            context.Warnings.Add($"No file says what kind of metric {Some(_guessed)} is, since a CSV does not: kept as a Trend, of which Sum is what a Counter's total would be, and Avg a Rate's share. Put the worker's summary beside its CSV to have it right.");
    }

    // k6 makes a submetric for each threshold with tags, but writes only the thresholds of metrics into its samples.
    private void WarnOfThresholdsUntold()
    {
        var told = context.Thresholds.All.Select(t => MetricSelector.Parse(t.Metric)).ToHashSet();
        var untold = _declared.Where(d => !told.Contains(d) && d != BuiltInMetrics.ExpectedResponses).Select(d => d.ToString()).Order(StringComparer.Ordinal).ToList();
        if (untold.Count > 0)
            context.Warnings.Add($"The script has, or had, thresholds on {Some(untold)}, but k6 does not write those of submetrics into its samples: they are not judged. Put a worker's summary beside its samples, or give them by -Threshold.");
    }

    private static string Some(IReadOnlyCollection<string> names) => $"{string.Join(", ", names.Take(MaxNamed))}{(names.Count > MaxNamed ? ", ..." : "")}";

    private async Task RunAsync(LoadTestSourceKind kind, CancellationToken cancellationToken)
    {
        // The largest first, so that no thread is left alone with one at the end.
        var wanted = context.Groups.Where(g => g.Best is null)
            .SelectMany(g => g.Sources.Where(s => s.Kind == kind && !s.IsCopy), (g, s) => (Group: g, Source: s, Size: ProgressMeter.SizeOf(s.Path)))
            .OrderByDescending(w => w.Size).ThenBy(w => w.Source.Path, StringComparer.Ordinal).ToList();
        if (wanted.Count == 0)
            return;
        var threads = context.Options.Threads;
        var files = Math.Min(threads, wanted.Count);
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = files, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            wanted, parallel,
            async (w, token) => await ReadAsync(w.Group, w.Source, (threads + files - 1) / files, token).ConfigureAwait(false)).ConfigureAwait(false);
    }

    private async Task ReadAsync(WorkerGroup group, MergeSource source, int parsers, CancellationToken cancellationToken)
    {
        var reader = new RawFileReader
        {
            Submetrics = _known,
            Kinds = name => context.Kinds.GetValueOrDefault(name),
            NewSet = selectors => new MetricSet(selectors, _ => new KeptValues(data.Keep!)),
            Parsers = parsers,
            Progress = bytes => _meter.Report(source.Path, bytes),
        };
        try
        {
            var file = await reader.ReadAsync(source.Path, source.Kind is LoadTestSourceKind.K6Csv, cancellationToken).ConfigureAwait(false);
            Note(source, file);
            lock (_held)
                Take(group, source, file);
        }
        catch (MetricTypeException e)
        {
            throw new MetricConflictException(e.Metric, e.Known, source.Path, e.Other, source.Path);
        }
        catch (Exception e) when (MergeProblems.From(e, source.Path) is { } problem)
        {
            lock (_held)
            {
                source.Kind = null;
                context.Reject(source, problem);
            }
        }
    }

    private static void Note(MergeSource source, RawFile file)
    {
        (source.Samples, source.Truncated) = (file.Points, file.Truncated);
        source.Identity = SourceIdentity.Of(file.Metrics);
        if (file.Truncated)
            source.Note("It breaks off in the middle, as a k6 that was killed leaves it; the samples before that count.");
        if (file.Odd.Count > 0)
            source.Note(FormattableString.Invariant($"{file.Odd.Count} of its lines could not be used, such as {file.Odd.Examples[0]}"));
        if (file.Points == 0)
            source.Note("It has no sample.");
    }

    private void Take(WorkerGroup group, MergeSource source, RawFile file)
    {
        _guessed.UnionWith(file.Guessed);
        foreach (var declaration in file.Declarations)
        {
            foreach (var expression in declaration.Thresholds)
                context.Thresholds.Add(declaration.Metric.Name, expression);
            foreach (var submetric in declaration.Submetrics)
            {
                if (MetricSelector.TryParse(submetric, out var selector, out _))
                    _declared.Add(selector);
            }
        }

        if (file.Points == 0)
            return;

        // Of two files that break off, the one with more in it counts.
        if (_held.Remove(group, out var other) && other.File.Points >= file.Points)
            (source, file) = other;
        else if (file.Truncated && source.Kind is LoadTestSourceKind.K6Json && group.Sources.Any(s => s.Kind is LoadTestSourceKind.K6Csv))
        {
            _held[group] = (source, file);
            return;
        }

        Fold(group, source, file);
    }

    private void Fold(WorkerGroup group, MergeSource source, RawFile file)
    {
        data.Add(file.Metrics, source.Path, source.Identity);
        (group.Best, source.Used) = (source, true);
        group.Describe(file.Metrics);
    }
}

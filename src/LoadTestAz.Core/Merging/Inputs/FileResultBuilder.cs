using System.Globalization;
using LoadTestAz.Merging.Figures;
using LoadTestAz.Merging.Results;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Makes a result of files: there is no plan, so its coverage is of what was given; earlier results have their own.</summary>
internal sealed class FileResultBuilder(MergeContext context, MergedData data, ExactPercentiles exact)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(1);

    private readonly List<WorkerGroup> _workers = [.. context.Groups.Where(g => !g.IsCopy)];
    private readonly string _folder = context.Groups.Count == 0 ? "" : WorkerGrouping.CommonFolder(context.Groups.SelectMany(g => g.Sources).Select(s => Path.GetDirectoryName(s.Path)!));

    /// <summary>The result; null when there was nothing to merge.</summary>
    public LoadTestResult? Build()
    {
        var merged = _workers.Where(w => w.Best is not null).ToList();
        if (merged.Count == 0)
            return null;
        var figures = ResultFigures.Of(data, context.Thresholds.All, exact);
        var runId = figures.StartedAt is { } start ? start.UtcDateTime.ToString("'merge-'yyyyMMdd-HHmmss", CultureInfo.InvariantCulture) : "merge";
        var earlier = merged.Select(w => w.Best!.Verdict).OfType<EarlierVerdict>().ToList();
        var coverage = Coverage();
        var minCoverage = earlier.Select(v => v.MinCoverage).Concat(earlier.Count < _workers.Count ? [LoadTestExecution.DefaultMinCoverage] : []).Max();
        var state = StateOf(earlier, coverage);
        var (stopRule, verdict) = (earlier.Select(v => v.StopRule).FirstOrDefault(r => r is not null), earlier.Select(v => v.ScriptVerdict).FirstOrDefault(v => v is not null));
        return new LoadTestResult
        {
            RunId = runId,
            Name = context.Options.Name ?? (Path.GetFileName(_folder) is { Length: > 0 } name ? name : runId),
            State = state,
            Passed = figures.Thresholds.All(t => t.Passed) && coverage.Share >= minCoverage && (state is RunState.Completed or RunState.Degraded) && stopRule is null && verdict is null,
            ScriptVerdict = verdict,
            StopReason = earlier.Select(v => v.StopReason).FirstOrDefault(r => r is not null),
            StopRule = stopRule,
            Metrics = figures.Metrics,
            DroppedIterations = figures.DroppedIterations,
            Checks = figures.Checks,
            Thresholds = figures.Thresholds,
            Coverage = coverage,
            MinCoverage = minCoverage,
            TimeSeries = figures.TimeSeries,
            Workers = LoadTestWorker.Together([.. _workers.Select((w, i) => Describe(w, i, runId))]),
            Duration = figures.Duration,
            StartedAt = figures.StartedAt,
            Sources = context.Groups.SelectMany(g => g.Sources.Select(s => s.Describe(g.Name))).OrderBy(s => s.Path, StringComparer.Ordinal).ToArray(),
            Warnings = Warnings().Concat(figures.Doubts).Concat(LoadWarnings.Dropped(figures.DroppedIterations)).Select(Plain).ToArray(),
            Location = _folder,
            Data = data,
        };
    }

    // Names come from scripts, and control characters would change the terminal that shows the warning.
    private static string Plain(string text) => text.Any(char.IsControl) ? string.Concat(text.Select(c => char.IsControl(c) ? '\uFFFD' : c)) : text;

    private static bool IsWhole(WorkerGroup worker) => worker.Best is { Truncated: false };

    // Virtual users are known only where all that was given is results of runs.
    private LoadTestCoverage Coverage()
    {
        var parts = _workers.ConvertAll(w => w.Best?.Verdict?.Coverage ?? Single(w));
        var hasVus = parts.TrueForAll(p => p.PlannedVus > 0);
        return new LoadTestCoverage
        {
            PlannedWorkers = parts.Sum(p => p.PlannedWorkers),
            StartedWorkers = parts.Sum(p => p.StartedWorkers),
            FinishedWorkers = parts.Sum(p => p.FinishedWorkers),
            MergedWorkers = parts.Sum(p => p.MergedWorkers),
            PlannedVus = hasVus ? parts.Sum(p => p.PlannedVus) : 0,
            StartedVus = hasVus ? parts.Sum(p => p.StartedVus) : 0,
            FinishedVus = hasVus ? parts.Sum(p => p.FinishedVus) : 0,
            MergedVus = hasVus ? parts.Sum(p => p.MergedVus) : 0,
        };
    }

    private static LoadTestCoverage Single(WorkerGroup worker) => new()
    {
        PlannedWorkers = 1,
        StartedWorkers = 1,
        FinishedWorkers = IsWhole(worker) ? 1 : 0,
        MergedWorkers = worker.Best is null ? 0 : 1,
        PlannedVus = 0,
        StartedVus = 0,
        FinishedVus = 0,
    };

    // One run that was stopped, or still went on, makes the whole so.
    private static RunState StateOf(IReadOnlyList<EarlierVerdict> earlier, LoadTestCoverage coverage) =>
        earlier.Select(v => v.State).FirstOrDefault(s => s is RunState.Running or RunState.TimedOut or RunState.Stopped, RunState.Completed) is not RunState.Completed and var open ? open
        : coverage.FinishedWorkers == 0 ? RunState.Failed
        : coverage.FinishedWorkers == coverage.PlannedWorkers && earlier.All(v => v.State is RunState.Completed) ? RunState.Completed
        : RunState.Degraded;

    // A worker that is not whole says why in its warning, as the source that is to blame has it.
    private IEnumerable<string> Warnings()
    {
        foreach (var worker in _workers.Where(w => w.Best is null))
            yield return $"Worker {worker.Name} brought nothing to this result. {string.Join(' ', worker.Sources.SelectMany(s => s.Notes).Distinct())}".TrimEnd();
        foreach (var source in _workers.Select(w => w.Best).OfType<MergeSource>().Where(s => s.Notes.Count > 0))
            yield return $"'{source.Path}': {string.Join(' ', source.Notes)}";
        if (Pause() is { } pause)
            yield return pause;
        foreach (var warning in context.Warnings.Concat(context.Thresholds.Warnings))
            yield return warning;
    }

    // Workers of one test overlap; yesterday's file among today's does not.
    private string? Pause()
    {
        DateTimeOffset? last = null;
        foreach (var worker in _workers.OrderBy(w => w.FirstSample))
        {
            if (worker is not { FirstSample: { } first, LastSample: { } end })
                continue;
            if (last is { } pause && first - pause > LongestPause)
            {
                return string.Create(
                    CultureInfo.InvariantCulture,
                    $"Nobody made load from {pause.UtcDateTime:yyyy-MM-dd HH:mm:ss} to {first.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, when {worker.Name} began: are these files of several tests? Rates per second are over all the time from the first sample to the last.");
            }

            last = last > end ? last : end;
        }

        return null;
    }

    private LoadTestWorker Describe(WorkerGroup worker, int index, string runId) => new()
    {
        RunId = runId,
        Index = index,
        Name = worker.Name,
        TestType = worker.IsBrowser ? TestType.Browser : TestType.Protocol,
        Vus = worker.Vus,
        State = IsWhole(worker) ? WorkerState.Completed : worker.Best is null ? WorkerState.Failed : WorkerState.Lost,
        Detail = IsWhole(worker) ? null : string.Join(' ', worker.Sources.SelectMany(s => s.Notes).Distinct()),
        StartedAt = worker.FirstSample,
        FinishedAt = worker.LastSample,
        Location = _folder,
    };
}

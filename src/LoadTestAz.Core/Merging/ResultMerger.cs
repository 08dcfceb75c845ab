using System.Globalization;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging;

/// <summary>
/// Merges what a run's workers saved into one result. A worker's saved metrics count; of a worker that was lost, its
/// last snapshot does, and the result says so.
/// </summary>
public sealed class ResultMerger(RunStore run, LoadTestPlan plan)
{
    private const int ParallelReads = 16;

    /// <summary>Merges.</summary>
    /// <param name="state">The run as it stands.</param>
    /// <param name="observer">Has polled the run at least once.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null when no worker saved any sample.</returns>
    public async Task<LoadTestResult?> MergeAsync(LoadTestRun state, RunObserver observer, CancellationToken cancellationToken)
    {
        var parts = await ReadAsync(state, observer, cancellationToken).ConfigureAwait(false);
        var merged = parts.Where(p => p.Metrics is { IsEmpty: false }).ToList();
        return merged.Count == 0 ? null : new ResultBuilder(plan, state, [.. parts.SelectMany(p => p.Warnings)]).Build(merged);
    }

    /// <summary>What each worker brings, in the order of the workers.</summary>
    internal async Task<IReadOnlyList<Part>> ReadAsync(LoadTestRun state, RunObserver observer, CancellationToken cancellationToken)
    {
        var parts = new Part[state.Workers.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(
            Enumerable.Range(0, parts.Length), parallel,
            async (i, token) => parts[i] = await ReadAsync(state.Workers[i], observer.TraceOf(state.Workers[i].Index), token).ConfigureAwait(false)).ConfigureAwait(false);

        return parts;
    }

    /// <summary>What one worker brings to the result.</summary>
    internal sealed record Part(LoadTestWorker Worker, MetricSet? Metrics, IReadOnlyList<string> Warnings);

    private async Task<Part> ReadAsync(LoadTestWorker worker, WorkerTrace trace, CancellationToken cancellationToken)
    {
        var warnings = new List<string>();
        var metrics = await run.ReadMetricsAsync(worker.Index, cancellationToken).ConfigureAwait(false) is { } saved
            ? Decode(() => MetricSetJson.Deserialize(saved), $"metrics_{worker.Index}.json.gz", worker, warnings)
            : null;
        // From the store again: an observer keeps no snapshot in full.
        if (metrics is null && trace.Live is not null && await run.ReadLiveAsync(worker.Index, cancellationToken).ConfigureAwait(false) is { } live)
        {
            metrics = Decode(live.DecodeMetrics, $"live_{worker.Index}.json", worker, warnings);
            if (metrics is not null)
            {
                await AddSeriesAsync(metrics, worker, warnings, cancellationToken).ConfigureAwait(false);
                warnings.Add($"Worker {worker.Index} ({worker.Vus} VUs) saved no final metrics; its last snapshot counts, taken {(live.At - live.StartedAt).TotalSeconds:0} s after its start. What it did later is missing.{Gap(metrics)}");
            }
        }
        else if (metrics is null)
        {
            warnings.Add($"Worker {worker.Index} ({worker.Vus} VUs) brought nothing to this result. {worker.State}{(worker.Detail is null ? "" : ": " + worker.Detail)}");
        }

        return new Part(worker, metrics, warnings);
    }

    // Written less often than the snapshot, and after it; a snapshot of an older worker has its own.
    private async Task AddSeriesAsync(MetricSet metrics, LoadTestWorker worker, List<string> warnings, CancellationToken cancellationToken)
    {
        if (metrics.Series.Points.Count == 0
            && await run.ReadSeriesAsync(worker.Index, cancellationToken).ConfigureAwait(false) is { } saved
            && Decode(() => MetricSetJson.Deserialize(saved), RunStore.SeriesName(worker.Index), worker, warnings) is { } course)
            metrics.Series.Merge(course.Series);
    }

    private static string Gap(MetricSet metrics)
    {
        if (metrics is not { FirstSample: not null, LastSample: { } last })
            return "";
        if (metrics.Series.Points.LastOrDefault() is not { } point)
            return " Its course over time is missing.";
        var gap = last - (point.Start + metrics.Series.Interval);
        return gap > TimeSpan.Zero ? string.Create(CultureInfo.InvariantCulture, $" Its course over time ends {Math.Ceiling(gap.TotalSeconds):0} s before that.") : "";
    }

    private static MetricSet? Decode(Func<MetricSet> decode, string name, LoadTestWorker worker, List<string> warnings)
    {
        try
        {
            return decode();
        }
        catch (Exception e) when (e is FormatException or System.Text.Json.JsonException or InvalidDataException)
        {
            warnings.Add($"'{name}' of worker {worker.Index} could not be read and is left out: {e.Message}");
            return null;
        }
    }
}

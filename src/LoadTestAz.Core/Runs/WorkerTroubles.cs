using System.Globalization;

namespace LoadTestAz.Runs;

/// <summary>What became of the workers that did not complete, in a few lines however many they are.</summary>
public static class WorkerTroubles
{
    /// <summary>So many workers are named in a line that stands for several.</summary>
    public const int Named = 5;

    /// <summary>So many different reasons of one cause have a line each; all others of that cause share one.</summary>
    public const int ReasonsTold = 3;

    /// <summary>The lines, the worker with the lowest index first; none for workers that were stopped on request.</summary>
    public static IReadOnlyList<string> Of(LoadTestRun run)
    {
        var lines = new List<(int First, string Text)>();
        var troubled = run.Workers.Where(w => w.Cause is not WorkerCause.None and not WorkerCause.Stopped).OrderBy(w => w.Index);
        foreach (var cause in troubled.GroupBy(w => (w.State, w.Cause)))
        {
            var reasons = cause.GroupBy(w => w.Detail, StringComparer.Ordinal).Select(reason => reason.ToList()).OrderByDescending(reason => reason.Count).ToList();

            // One more than are told is no more lines than telling it.
            var told = reasons.Count <= ReasonsTold + 1 ? reasons.Count : ReasonsTold;
            lines.AddRange(reasons.Take(told).Select(reason => (reason[0].Index, Line(run, reason, ""))));
            if (reasons.Skip(told).SelectMany(reason => reason).OrderBy(w => w.Index).ToList() is { Count: > 0 } others)
                lines.Add((others[0].Index, Line(run, others, string.Create(CultureInfo.InvariantCulture, $" for {reasons.Count - told} more reasons, such as"))));
        }

        return [.. lines.OrderBy(line => line.First).Select(line => line.Text)];
    }

    private static string Line(LoadTestRun run, List<LoadTestWorker> workers, string reasons)
    {
        var first = workers[0];
        var detail = first.Detail ?? "It did not say why.";
        if (workers.Count == 1)
            return string.Create(CultureInfo.InvariantCulture, $"Worker {first.Index} ({first.Vus} VUs) {first.State}, {first.Cause}: {detail}");
        var names = string.Join(", ", workers.Take(Named).Select(w => w.Index));
        var rest = workers.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {workers.Count - Named} more") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{workers.Count} of {run.Workers.Count} workers ({workers.Sum(w => (long)w.Vus)} VUs) {first.State}, {first.Cause}{reasons}: {detail} These are workers {names}{rest}; each one's Detail stands in the run's Workers, and its logs (worker_<i>.log) in '{run.Location}' under '{run.RunId}'.");
    }
}

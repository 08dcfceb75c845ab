using System.Globalization;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging;

/// <summary>What casts doubt on the load itself: load generators that were short of CPU or memory, and iterations that were dropped.</summary>
internal static class LoadWarnings
{
    /// <summary>So many workers are told one by one; more of them share a line.</summary>
    public const int ToldSingly = 3;

    /// <summary>So many workers are named in such a line.</summary>
    public const int Named = 5;

    private static readonly string CpuRule = string.Create(
        CultureInfo.InvariantCulture,
        $"(mean over up to {LoadTestWorkerHealth.CpuWindow.TotalSeconds:0} s; up to {LoadTestWorkerHealth.HighCpuShare * 100:0} % is sound)");

    private static readonly string MemoryRule = string.Create(CultureInfo.InvariantCulture, $"(up to {LoadTestWorkerHealth.HighMemoryShare * 100:0} % is sound)");

    /// <summary>The warnings of a run.</summary>
    /// <param name="plan">What was run.</param>
    /// <param name="workers">All of its workers.</param>
    /// <param name="droppedIterations">Over all workers.</param>
    public static IEnumerable<string> Of(LoadTestPlan plan, IReadOnlyCollection<LoadTestWorker> workers, double droppedIterations)
    {
        var cpu = workers.Where(w => w.Health is { IsCpuHigh: true }).OrderByDescending(w => w.Health!.CpuShare).ToList();
        var memory = workers.Where(w => w.Health is { IsMemoryHigh: true }).OrderByDescending(w => w.Health!.MemoryShare).ToList();

        // Workers on one machine share all of it, so there is one figure to be told.
        return plan.Compute is LoadTestCompute.Local
            ? [.. OfShares(workers), .. ClockWarnings.Of(workers), .. OfMachine(cpu, CpuOf, CpuRule), .. OfMachine(memory, MemoryOf, MemoryRule), .. Dropped(droppedIterations)]
            : [.. OfShares(workers), .. ClockWarnings.Of(workers), .. OfWorkers(cpu, "CPU", CpuOf, CpuRule, workers.Count), .. OfWorkers(memory, "memory", MemoryOf, MemoryRule, workers.Count), .. Dropped(droppedIterations)];
    }

    private static IEnumerable<string> OfShares(IReadOnlyCollection<LoadTestWorker> workers)
    {
        if (Redistribution.Describe(workers) is { } given)
            yield return given;
    }

    private static IEnumerable<string> OfMachine(IReadOnlyList<LoadTestWorker> flagged, Func<LoadTestWorkerHealth, string> figure, string rule)
    {
        if (flagged.Count > 0)
            yield return $"The machine that made the load used {figure(flagged[0].Health!)} {rule}: all latencies are suspect, for they may be the load generator's rather than the target's. Use fewer VUs, end what else runs there, or take a larger machine.";
    }

    private static IEnumerable<string> OfWorkers(
        IReadOnlyList<LoadTestWorker> flagged, string what, Func<LoadTestWorkerHealth, string> figure, string rule, int all)
    {
        var remedy = $"Use more workers with fewer VUs each (distribution.vus_per_container), or give each more {what} (distribution.resources).";
        if (flagged.Count <= ToldSingly)
            return flagged.OrderBy(w => w.Index).Select(w => string.Create(CultureInfo.InvariantCulture, $"Worker {w.Index} ({w.Vus} VUs) used {figure(w.Health!)} {rule}: its latencies are suspect. {remedy}"));

        var rest = flagged.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {flagged.Count - Named} more") : "";
        var names = string.Join(", ", flagged.Take(Named).Select(w => w.Index));
        return [string.Create(CultureInfo.InvariantCulture, $"{flagged.Count} of {all} workers were short of {what}, the worst used {figure(flagged[0].Health!)} {rule}: their latencies are suspect. These are workers {names}{rest}. {remedy}")];
    }

    /// <summary>The warning of dropped iterations, if there were any.</summary>
    public static IEnumerable<string> Dropped(double count)
    {
        if (count > 0)
            yield return string.Create(CultureInfo.InvariantCulture, $"{count:#,0} iterations were dropped (dropped_iterations), so the arrival rate was not kept: no VU was free when they were due, or maxDuration was over before they began. Give the scenario more preAllocatedVUs or maxVUs, use more workers, or see whether the target became slow.");
    }

    private static string CpuOf(LoadTestWorkerHealth health) => string.Create(CultureInfo.InvariantCulture, $"{health.CpuShare * 100:0.#} % of its CPU");

    private static string MemoryOf(LoadTestWorkerHealth health) =>
        string.Create(CultureInfo.InvariantCulture, $"{health.MemoryShare * 100:0.#} % of its {health.MemoryLimitBytes / 1e9:0.##} GB of memory");
}

namespace LoadTestAz.Runs;

/// <summary>How much of the planned load took part, in workers and in virtual users.</summary>
public sealed record LoadTestCoverage
{
    /// <summary>Workers in the plan.</summary>
    public required int PlannedWorkers { get; init; }

    /// <summary>Workers that made load.</summary>
    public required int StartedWorkers { get; init; }

    /// <summary>Workers that went on to the end, or to a stop that was asked for.</summary>
    public required int FinishedWorkers { get; init; }

    /// <summary>Workers whose figures are in the result.</summary>
    public int MergedWorkers { get; init; }

    /// <summary>Virtual users in the plan.</summary>
    public required int PlannedVus { get; init; }

    /// <summary>Virtual users of <see cref="StartedWorkers"/>.</summary>
    public required int StartedVus { get; init; }

    /// <summary>Virtual users of <see cref="FinishedWorkers"/>.</summary>
    public required int FinishedVus { get; init; }

    /// <summary>Virtual users of <see cref="MergedWorkers"/>.</summary>
    public int MergedVus { get; init; }

    /// <summary>0 to 1: the share of the planned virtual users that went on to the end; of the workers, where no plan tells of virtual users.</summary>
    public double Share => PlannedVus > 0 ? (double)FinishedVus / PlannedVus : PlannedWorkers > 0 ? (double)FinishedWorkers / PlannedWorkers : 0;

    /// <summary>Counts a run's workers.</summary>
    /// <param name="workers">All of them.</param>
    /// <param name="stopped">Whether the run was asked to end early; a worker that stopped without that did not go on to the end.</param>
    public static LoadTestCoverage Of(IReadOnlyCollection<LoadTestWorker> workers, bool stopped)
    {
        var started = workers.Where(w => w.StartedAt is not null).ToList();
        var finished = started.Where(w => w.State is WorkerState.Completed || (stopped && w.State is WorkerState.Stopped)).ToList();
        return new LoadTestCoverage
        {
            PlannedWorkers = workers.Count,
            StartedWorkers = started.Count,
            FinishedWorkers = finished.Count,
            PlannedVus = workers.Sum(w => w.Vus),
            StartedVus = started.Sum(w => w.Vus),
            FinishedVus = finished.Sum(w => w.Vus),
        };
    }

    /// <summary>For tables: <c>3/3 workers, 30/30 VUs</c>.</summary>
    public override string ToString() => PlannedVus > 0 ? $"{FinishedWorkers}/{PlannedWorkers} workers, {FinishedVus}/{PlannedVus} VUs" : $"{FinishedWorkers}/{PlannedWorkers} workers";
}

using System.Globalization;
using LoadTestAz.Merging.Figures;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Merging;

/// <summary>Turns merged metrics into a result: figures, thresholds, coverage, verdict.</summary>
internal sealed class ResultBuilder(LoadTestPlan plan, LoadTestRun run, IReadOnlyList<string> warnings)
{
    /// <summary>Builds the result of at least one part.</summary>
    public LoadTestResult Build(IReadOnlyList<ResultMerger.Part> parts)
    {
        var data = new MergedData(plan.Thresholds.Select(t => MetricSelector.Parse(t.Metric)));
        foreach (var part in parts)
            data.Add(part.Metrics!, $"metrics of worker {part.Worker.Index}");
        var figures = ResultFigures.Of(data, plan.Thresholds, ExactPercentiles.None);
        var coverage = run.Coverage with { MergedWorkers = parts.Count, MergedVus = parts.Sum(p => p.Worker.Vus) };
        var verdict = ScriptVerdict();
        return new LoadTestResult
        {
            RunId = run.RunId,
            Name = run.Name,
            State = run.State,
            // A run that was stopped early, or still goes on, has not shown what the plan asks for; nor has one that was so bad that it had to be stopped, however near its end.
            Passed = figures.Thresholds.All(t => t.Passed) && coverage.Share >= plan.Execution.MinCoverage && (run.State is RunState.Completed or RunState.Degraded) && run.StopRule is null && verdict is null,
            ScriptVerdict = verdict,
            StopReason = run.StopReason,
            StopRule = run.StopRule,
            Metrics = figures.Metrics,
            DroppedIterations = figures.DroppedIterations,
            Checks = figures.Checks,
            Thresholds = figures.Thresholds,
            Coverage = coverage,
            MinCoverage = plan.Execution.MinCoverage,
            TimeSeries = figures.TimeSeries,
            Workers = LoadTestWorker.Together(run.Workers),
            Duration = figures.Duration,
            StartedAt = figures.StartedAt,
            Plan = LoadTestPlanOutline.Of(plan),
            EstimatedCost = run.EstimatedCost,
            CostBasis = run.CostBasis,
            Warnings = warnings.Concat(figures.Doubts).Concat(LoadWarnings.Of(plan, run.Workers, figures.DroppedIterations)).ToArray(),
            Location = run.Location,
            Data = data,
        };
    }

    // With one k6 on one machine either would have ended in an exit code of its own; one worker's word is enough here too.
    private string? ScriptVerdict()
    {
        var told = run.Workers.Where(w => w.Cause is WorkerCause.ScriptAborted or WorkerCause.MarkedAsFailed).ToList();
        return told.Count == 0
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"Worker {told[0].Index}: {told[0].Detail}{(told.Count == 1 ? "" : $" ({told.Count} workers say so.)")}");
    }
}

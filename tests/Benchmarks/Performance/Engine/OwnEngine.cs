using LoadTestAz.Benchmarks.Capture;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Metrics;
using LoadTestAz.Runs;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>The built-in engine in a whole worker: it records every sample's timings, writes snapshots, looks for a stop, and saves its metrics.</summary>
internal static class OwnEngine
{
    /// <summary>Makes the load once.</summary>
    public static async Task<EngineFigures> RunAsync(EngineJob job, CancellationToken cancellationToken)
    {
        var plan = CapturePlans.Of(new CaptureLoad("engine", "", job.Connections, TimeSpan.Zero), job.Target, TimeSpan.FromSeconds(WarmUp.Seconds + job.Seconds + 1), k6: null);
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        try
        {
            var figures = await WorkerProcess.StartAsync(plan, folder.FullName, cancellationToken).ConfigureAwait(false);
            var saved = await new RunStore(new FolderResultStore(folder.FullName), plan.RunId).ReadMetricsAsync(0, cancellationToken).ConfigureAwait(false);
            var metrics = MetricSetJson.Deserialize(saved!);
            if (metrics.Find(BuiltInMetrics.HttpReqFailed.Name)?.Accumulator is not RateAccumulator { Passes: 0 })
                throw new BenchmarkException("Requests of the built-in engine failed.");
            var durations = (TrendAccumulator)metrics.Find(BuiltInMetrics.HttpReqDuration.Name)!.Accumulator;

            // By its course over time, of which the first second and the last are not whole.
            var counted = metrics.Series.Points.Skip(WarmUp.Seconds + 1).Take(job.Seconds).ToList();
            return new EngineFigures(counted.Average(p => p.RequestsPerSecond), figures.Requests, [.. EngineWay.Percents.Select(durations.Percentile)]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}

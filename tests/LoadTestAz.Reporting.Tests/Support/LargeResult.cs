using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting.Tests.Support;

/// <summary>A result as large as results get, with all that a report may show.</summary>
internal static class LargeResult
{
    private static readonly string[] Groups = ["::browse", "::browse::search", "::checkout"];

    /// <summary>A result of so many workers; each tenth was lost and each seventh was short of CPU.</summary>
    public static LoadTestResult Of(int workers, TimeSpan duration)
    {
        var random = new Random(7);
        var set = new MetricSet([MetricSelector.Parse("http_req_duration{endpoint:search}")]);
        for (var second = 0; second < (int)duration.TotalSeconds; second++)
        {
            var time = Results.Start.AddSeconds(second);
            var wave = 1.2 + Math.Sin(second / duration.TotalSeconds * 9) + (second % 997 == 0 ? 8 : 0);
            for (var i = 0; i < 5; i++)
            {
                var tags = TagSet.Of([new("endpoint", i < 2 ? "search" : "home"), new("group", Groups[i % 3])]);
                var latency = 20 * wave * Math.Exp(2 * random.NextDouble() * random.NextDouble());
                set.Add(time, tags, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, latency), new(BuiltInMetrics.HttpReqFailed, random.Next(60) == 0 ? 1 : 0), new(BuiltInMetrics.DataReceived, 1500), new(BuiltInMetrics.DataSent, 300)]);
                set.Add(time, tags.With("check", $"check {i} holds"), [new(BuiltInMetrics.Checks, random.Next(40 + i) == 0 ? 0 : 1)]);
            }

            set.Add(time, TagSet.Empty, [new(BuiltInMetrics.Vus, Math.Min(second, workers * 10)), new(BuiltInMetrics.Iterations, 3), new(new Metric("checkout_time", MetricType.Trend, MetricContents.Time), 300 * wave)]);
        }

        return Results.Of(
            set,
            [new("http_req_duration", "p(95)<150"), new("http_req_duration", "p(99)<2000"), new("http_req_failed", "rate<0.05"), new("checks", "rate>0.99")],
            [.. Enumerable.Range(0, workers).Select(i => Worker(i, duration))],
            [.. Enumerable.Range(0, 40).Select(i => $"Worker {i * 10} (10 VUs) saved no final metrics; its last snapshot counts, taken 3571 s after its start. What it did later is missing.")])
            with { EstimatedCost = 182.41m, CostBasis = "Estimate in USD by list prices; container groups only, without storage and traffic." };
    }

    private static LoadTestWorker Worker(int index, TimeSpan duration)
    {
        var isLost = index % 10 == 0 && index > 0;
        return Results.Worker(index, 10) with
        {
            State = isLost ? WorkerState.Lost : WorkerState.Completed,
            Cause = isLost ? WorkerCause.LostContact : WorkerCause.None,
            ExitCode = isLost ? 137 : 0,
            Detail = isLost ? "There was no sign of life of it for 90 s; the platform says that its container ended with exit code 137, which is what is left of a program that was killed for want of memory, or by hand." : null,
            StartedAt = Results.Start.AddMilliseconds(index % 83),
            FinishedAt = Results.Start.AddMilliseconds(index % 83) + duration,
            Health = new LoadTestWorkerHealth { PeakCpuShare = index % 7 == 0 ? 0.93 : 0.31 + (index % 13 / 100.0), PeakMemoryBytes = 200_000_000, MemoryLimitBytes = 1_000_000_000, CpuLimitCores = 1 },
        };
    }
}

using LoadTestAz.Merging;
using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting.Tests.Support;

/// <summary>Results that are rare, and that every format has to bear all the same.</summary>
internal static class OddResults
{
    /// <summary>By what is odd about them.</summary>
    public static IReadOnlyDictionary<string, Func<LoadTestResult>> All { get; } = new Dictionary<string, Func<LoadTestResult>>
    {
        ["one sample"] = OneSample,
        ["no series"] = () => Results.Passing() with { TimeSeries = [], StartedAt = null, Duration = TimeSpan.Zero },
        ["nothing known"] = () => With(m => new LoadTestMetric { Name = m.Name, Type = m.Type, Contains = m.Contains, Method = FigureMethod.Estimate }),
        ["not a number"] = NotANumber,
        ["300 metrics"] = ManyMetrics,
        ["long names"] = LongNames,
        ["browser only"] = () => Merge("browser", "metrics.json.gz"),
        ["summaries only"] = () => Merge("workers", "summary-export.json"),
        ["months apart"] = MonthsApart,
        ["below zero"] = BelowZero,
        ["no worker began"] = () => Results.Of(new MetricSet(), [new("http_reqs", "count>0")], [Results.Worker(0, 5) with { State = WorkerState.Failed, Cause = WorkerCause.ImagePull, StartedAt = null, FinishedAt = null }]) with { State = RunState.Failed, StopReason = "Nobody was ready." },
    };

    private static LoadTestResult OneSample()
    {
        var set = new MetricSet();
        set.Add(Results.Start, TagSet.Of([new("check", "c")]), [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 12.5), new(BuiltInMetrics.HttpReqFailed, 1), new(BuiltInMetrics.Checks, 0), new(BuiltInMetrics.Vus, 1)]);
        return Results.Of(set, [new("http_req_duration", "p(95)<500")], [Results.Worker(0, 1)]);
    }

    private static LoadTestResult NotANumber()
    {
        const double no = double.NaN, endless = double.PositiveInfinity;
        var result = With(m => m with { Count = no, Sum = no, Min = double.NegativeInfinity, Max = endless, Avg = no, Rate = m.Rate is null ? null : no, RatePerSecond = endless, Value = endless, Percentiles = m.Percentiles?.Select(p => p with { Value = no, LowerBound = no, UpperBound = endless }).ToArray() });
        return result with
        {
            TimeSeries = [.. result.TimeSeries.Select(p => p with { Vus = no, RequestsPerSecond = endless, Failures = no, Iterations = endless, P50 = no, P95 = endless, P99 = no })],
            Thresholds = [new("http_req_duration", "p(95)<500", no, false), new("http_req_duration", "max<500", endless, false), new("http_reqs", "count<5", 3, true) { Bounds = new(double.NegativeInfinity, endless), IsDecided = false }],
            DroppedIterations = no,
            MinCoverage = no,
        };
    }

    private static LoadTestResult ManyMetrics()
    {
        var set = new MetricSet();
        for (var i = 0; i < 300; i++)
        {
            for (var second = 0; second < 20; second++)
                set.Add(Results.Start.AddSeconds(second), TagSet.Of([new("check", $"check {i}"), new("group", $"::group {i % 7}")]), [new(new Metric($"own_metric_number_{i:000}", (MetricType)(i % 4), (MetricContents)(i % 3)), 1.5 * second), new(BuiltInMetrics.Checks, (second + i) % 5)]);
        }

        return Results.Of(set, [.. Enumerable.Range(0, 300).Select(i => new LoadTestThresholdRule($"own_metric_number_{i:000}", i % 4 == 3 ? "p(95)<20" : i % 4 == 2 ? "rate<0.5" : i % 4 == 1 ? "value<5" : "count<9"))], [Results.Worker(0, 5)]);
    }

    private static LoadTestResult LongNames()
    {
        var name = new string('x', 10_000);
        var set = new MetricSet([new MetricSelector("http_req_duration", TagSet.Of([new(name, name)]))]);
        for (var second = 0; second < 20; second++)
            set.Add(Results.Start.AddSeconds(second), TagSet.Of([new("check", name), new("group", $"::{name}::{name}"), new(name, name)]), [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 5 + second), new(BuiltInMetrics.Checks, second), new(new Metric(name, MetricType.Gauge), 1)]);
        return Results.Of(set, [new($"http_req_duration{{{name}:{name}}}", "p(95)<5")], [Results.Worker(0, 5) with { Name = name, Engine = name, State = WorkerState.Failed, Cause = WorkerCause.ScriptError, Detail = name }], name) with { Name = name, StopReason = name, ScriptVerdict = name };
    }

    private static LoadTestResult MonthsApart()
    {
        var set = new MetricSet();
        foreach (var day in new[] { 0, 1, 90 })
            set.Add(Results.Start.AddDays(day), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, 5), new(BuiltInMetrics.HttpReqFailed, 0)]);
        return Results.Of(set, [], [Results.Worker(0, 5)]);
    }

    private static LoadTestResult BelowZero()
    {
        var set = new MetricSet();
        for (var second = 0; second < 20; second++)
            set.Add(Results.Start.AddSeconds(second), TagSet.Empty, [new(BuiltInMetrics.HttpReqs, -1), new(BuiltInMetrics.HttpReqDuration, second - 15), new(BuiltInMetrics.DataSent, -1500), new(BuiltInMetrics.Vus, -3)]);
        return Results.Of(set, [new("http_req_duration", "p(95)<-5")], [Results.Worker(0, 5)]);
    }

    private static LoadTestResult With(Func<LoadTestMetric, LoadTestMetric> change)
    {
        var result = Results.Failing();
        return result with { Metrics = new LoadTestMetrics(result.Metrics.Select(change)) };
    }

    private static LoadTestResult Merge(string folder, string file)
    {
        var root = Path.Combine(AppContext.BaseDirectory, "Data", folder == "browser" ? "k6/browser-2w" : folder);
        var inputs = Directory.GetFiles(root, file, SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => new MergeInput(path, IsNamed: true));
        return new FileMerge(new FileMergeOptions { Name = "shop" }, TimeProvider.System).MergeAsync([.. inputs], CancellationToken.None).GetAwaiter().GetResult().Result!;
    }
}

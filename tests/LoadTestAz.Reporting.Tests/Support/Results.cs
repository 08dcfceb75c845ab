using LoadTestAz.Comparing;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting.Tests.Support;

/// <summary>Results made as the merge makes them, from samples.</summary>
internal static class Results
{
    public const string RunId = "lt-20260102-030405-abc234";

    /// <summary>All kinds of text that scripts, servers and people who mean harm put into names.</summary>
    public const string Hostile = "<script>alert('1')</script>&quot; \"q\" ]]> --> | `` ![x](http://e.invalid) @team #12 AB#34 $x$ ##vso[task.complete result=Failed;] ###[error]x\r\n::error::y\n##[group]\u001b[31m\u009b31m\0\ufffe\ud800 \u202e\u2066\u2028 =cmd()\\";

    public static readonly DateTimeOffset Start = new(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);

    /// <summary>Two of three workers finished, one threshold of four crossed, one check of two failed.</summary>
    public static LoadTestResult Failing() => Of(
        Ordinary(),
        [new("http_req_duration", "p(95)<50"), new("http_req_duration{status:200}", "max<5000"), new("http_req_failed", "rate<0.5"), new("never_seen", "count<5")],
        [Worker(0, 10), Worker(1, 10), Worker(2, 10) with { State = WorkerState.Lost, Cause = WorkerCause.LostContact, ExitCode = 137, Detail = "No sign of life since 03:04:15." }],
        "Worker 2 (10 VUs) saved no final metrics; its last snapshot counts.");

    /// <summary>Everything as planned.</summary>
    public static LoadTestResult Passing() => Of(Ordinary(), [new("http_req_duration", "p(95)<5000")], [Worker(0, 10), Worker(1, 10)]);

    /// <summary>No metric, no check, no threshold, no worker.</summary>
    public static LoadTestResult Empty() => Of(new MetricSet(), [], []);

    /// <summary>Foreign text in every place that takes any.</summary>
    public static LoadTestResult Poisoned()
    {
        var set = new MetricSet([new MetricSelector("trend", TagSet.Of([new(Hostile, Hostile)]))]);
        set.Add(Start, TagSet.Of([new("check", Hostile), new("group", "::" + Hostile + "::b::")]), [new(BuiltInMetrics.Checks, 0)]);
        set.Add(Start, TagSet.Of([new("check", Hostile), new("group", Hostile)]), [new(BuiltInMetrics.Checks, 1)]);
        foreach (var type in Enum.GetValues<MetricType>())
            set.Add(Start, TagSet.Of([new(Hostile, Hostile)]), [new(new Metric(Hostile + type, type), 1)]);
        set.Add(Start.AddSeconds(1), TagSet.Of([new(Hostile, Hostile)]), [new(new Metric("trend", MetricType.Trend), 1)]);
        var result = Of(set, [], [Worker(0, 1) with { State = WorkerState.Failed, Cause = WorkerCause.ScriptError, Detail = Hostile, Name = Hostile, Engine = Hostile }], Hostile);
        return result with
        {
            Name = Hostile,
            RunId = Hostile,
            ScriptVerdict = Hostile,
            Location = Hostile,
            Thresholds = [new(Hostile, Hostile, 1, false), new(Hostile + "Trend", Hostile, null, true)],
            EstimatedCost = 1,
            CostBasis = Hostile,
            Sources = [new LoadTestSource { Path = Hostile, Worker = Hostile, Used = true, Detail = Hostile }],
            Plan = result.Plan! with { Target = Hostile, Script = Hostile, DivisionReason = Hostile, Requests = [Hostile], Variables = [Hostile], StopWhen = [Hostile], Tags = new Dictionary<string, string> { [Hostile] = Hostile }, Regions = [Hostile] },
            Comparison = [.. new ResultComparer([result with { RunId = Hostile }], 0).Compare(result), .. new ResultComparer([Empty()], 0).Compare(result)],
        };
    }

    /// <summary>A result of these samples, from the whole of the given workers.</summary>
    public static LoadTestResult Of(MetricSet metrics, IReadOnlyList<LoadTestThresholdRule> thresholds, IReadOnlyList<LoadTestWorker> workers, params string[] warnings)
    {
        var plan = new LoadTestPlan
        {
            Name = "shop",
            RunId = RunId,
            TestType = TestType.Protocol,
            TotalVus = workers.Sum(w => w.Vus),
            Duration = TimeSpan.FromSeconds(20),
            Workers = [],
            Thresholds = thresholds,
        };
        var run = new LoadTestRun
        {
            RunId = RunId,
            Name = plan.Name,
            State = workers.All(w => w.State is WorkerState.Completed) ? RunState.Completed : RunState.Degraded,
            Workers = workers,
            Coverage = LoadTestCoverage.Of(workers, stopped: false),
            Location = "results",
            CreatedAt = Start,
            Duration = plan.Duration,
        };
        return new ResultBuilder(plan, run, warnings).Build([new ResultMerger.Part(workers.FirstOrDefault() ?? Worker(0, 0), metrics, [])]);
    }

    public static LoadTestWorker Worker(int index, int vus) => new()
    {
        RunId = RunId,
        Index = index,
        Name = $"{RunId}-{index}",
        TestType = TestType.Protocol,
        Vus = vus,
        State = WorkerState.Completed,
        StartedAt = Start,
        FinishedAt = Start.AddSeconds(20),
        Location = "results",
    };

    private static MetricSet Ordinary()
    {
        var set = new MetricSet([MetricSelector.Parse("http_req_duration{status:200}")]);
        var ok = TagSet.Of([new("status", "200"), new("group", "::browse::details")]);
        for (var i = 0; i < 1000; i++)
        {
            var time = Start.AddMilliseconds(20 * i);
            set.Add(time, ok, [new(BuiltInMetrics.HttpReqs, 1), new(BuiltInMetrics.HttpReqDuration, i / 10.0), new(BuiltInMetrics.HttpReqFailed, i % 100 == 0 ? 1 : 0), new(BuiltInMetrics.DataReceived, 1500)]);
            set.Add(time, ok.With("check", "is 200"), [new(BuiltInMetrics.Checks, 1)]);
            set.Add(time, TagSet.Of([new("check", "is quick")]), [new(BuiltInMetrics.Checks, i % 4 == 0 ? 0 : 1)]);
            set.Add(time, TagSet.Empty, [new(BuiltInMetrics.Vus, 30)]);
        }

        return set;
    }
}

using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>
/// What users see of each type without asking for anything: on screens of 80 to 140 columns no line is too wide, and what a
/// reader needs is there and whole, with names as long and as hostile as they get, and figures as large.
/// </summary>
public sealed class ViewTests(ViewTests.Samples samples) : IClassFixture<ViewTests.Samples>
{
    private static readonly int[] Widths = [80, 100, 120, 140];

    /// <summary>A type's sample; the headings of its table at 80 columns, none where it has only a list; figures, verdicts and labels that must be whole in the table, and in the list.</summary>
    public static TheoryData<string, string, string, string> Views { get; } = new()
    {
        { "$plan", "Name RunId VUs Duration Workers", "100000|02:00:00|300", "100000 VUs for 02:00:00 on 300 workers|and 280 more" },
        { "$plan.Workers[0]", "Worker Type VUs Segment Rps Cpu MemoryGB", "Protocol|0:1/3|12345", "" },
        { "$planCheck", "Check Status Detail", "Warning|Memory", "Warning|Remedy" },
        { "$worker", "Worker Type VUs State CPU Memory Started Cause", "12345|Uploading|!100 %|03:04:05.678|DeadlineExceeded", "12345 protocol VUs (by the plan 10)|DeadlineExceeded|its latencies are suspect|may be killed|137|UTC" },
        { "$run", "RunId State Name Coverage", "lt-20260102-030405-abc234|Completed|VUs", "Completed: |300/300 workers, 100000/100000 VUs|1 Uploading (DeadlineExceeded), 1 Completed|12.35 USD" },
        { "$progress", "Elapsed Running VUs Req/s Failed P50 P95 P99 Crossed", "25:01:02|1000/1000|123456|123,456.8|12,345.7|10/12", "1000 Running|FAIL http_req_duration|1.01:01:02" },
        { "$result", "Verdict Name RunId Requests Failed P95", "FAILED|1,234,567|lt-20260102-030405-abc234|~12,346", "FAILED (run Degraded)|1,234,567|FAIL http_req_duration p(95)<500 (is |2 of 3 workers" },
        { "$metric", "Name Count Rate Med P95 Max", "1,234,567|~12,346|123,457", "Trend|Estimate|p(95) 12345.7 (1 to 20000)" },
        { "$counter", "Name Count Rate Med P95 Max", "data_received|1,234.0 GB|1.2 GB/s", "data_received|RatePerSecond" },
        { "$check", "Hold Passes Fails Check", "13.89 %|1,234,567|7,654,321", "1234567|7654321" },
        { "$threshold", "Verdict Expression Actual Metric", "FAIL, undecided|p(99.99)<12345.6|~12,345.678", "p(99.99)<12345.6|1 to 20000|IsDecided" },
        { "$source", "Used Worker Kind Samples File", "True|123,456,789|K6MachineReadab", "K6MachineReadableSummary|123456789" },
        { "$metric.Percentiles", "Percentile Value LowerBound UpperBound Method", "95|12,345.678|Estimate", "" },
        { "$bucket", "From To Count", "0.500|12,345.678|1,234,567", "" },
        { "$point", "Time VUs Req/s Failures P50 P95 P99 Iterations", "03:04:05|123456|12,345.7|1,234,567", "" },
        { "$comparison", "Verdict Figure Baseline Current Change Metric", "Missing|p(95)|1,234,567|+1876.4 %", "Missing|Noise|Tolerance|1234567.125" },
        { "$expired", "Worker Expired Region Name", "germanywestcentral|12", "germanywestcentral|12|lt-20260102-030405-abc234" },
        { "$outline", "Test Compute VUs Workers Duration Target", "Protocol|100000|02:00:00", "Protocol|secret_name|Requests" },
    };

    [Theory]
    [MemberData(nameof(Views))]
    public void Tables_and_lists_fit_and_have_what_a_reader_needs(string sample, string headings, string inTable, string inList)
    {
        foreach (var width in Widths)
        {
            if (headings.Length > 0)
            {
                var table = Show(sample, "Format-Table", width);
                Assert.Equal(headings.Split(' '), Headings(table).Take(headings.Split(' ').Length));
                AssertWhole(table, inTable, width);
            }

            if (inList.Length > 0)
                AssertWhole(Show(sample, "Format-List", width), inList, int.MaxValue);
        }
    }

    [Fact]
    public void Wider_screens_show_more()
    {
        var counts = Widths.Select(width => Headings(Show("$metric", "Format-Table", width)).Length).ToList();
        Assert.Equal([6, 8, 10, 12], counts);
    }

    [Theory]
    [InlineData("$plan", "Name ")]
    [InlineData("$result", "Name ")]
    [InlineData("$run", "RunId ")]
    [InlineData("$metric", "Name ")]
    public void What_comes_first_is_fit_for_one_object(string sample, string first) =>
        Assert.StartsWith(first, Show(sample, "", 100).Trim(), StringComparison.Ordinal);

    // Each of the words, and nothing cut by the screen. A list breaks words, a table does not break these.
    private static void AssertWhole(string shown, string words, int width)
    {
        Assert.DoesNotContain('…', shown);
        foreach (var word in words.Split('|', StringSplitOptions.RemoveEmptyEntries))
            Assert.Contains(word, width == int.MaxValue ? Unwrapped(shown) : shown, StringComparison.Ordinal);
    }

    // A list breaks a value wherever the screen ends, and goes on below its beginning.
    private static string Unwrapped(string shown) =>
        string.Concat(shown.Split('\n').Select(line => line.StartsWith("   ", StringComparison.Ordinal) ? line.TrimStart() : "\n" + line));

    private static string[] Headings(string table) => table.Split('\n').First(line => line.Trim().Length > 0).Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private string Show(string sample, string format, int width)
    {
        samples.Screen.Width = width;
        var shown = samples.Screen.Show(format.Length == 0 ? sample : $"{sample} | {format}");
        Assert.All(shown.Split('\n'), line => Assert.True(line.Length <= width, $"{line.Length} of {width} columns: {line}"));
        Assert.DoesNotContain(shown, c => (char.IsControl(c) && c != '\n') || c == '\u202e');
        Assert.DoesNotContain("##", shown, StringComparison.Ordinal);
        return shown;
    }

    /// <summary>A session with one object of each type, as large and as hostile as they get.</summary>
    public sealed class Samples : IDisposable
    {
        private const string Script = """
            $evil = "$([char]27)[31m<b>$([char]0x202e)##vso[task.complete result=Failed;]`r`n##[error]x $('long name ' * 4)"
            $start = [DateTimeOffset]'2026-01-02T03:04:05.678Z'
            $runId = 'lt-20260102-030405-abc234'
            $health = [LoadTestAz.Runs.LoadTestWorkerHealth]::new()
            $health.PeakCpuShare = 1; $health.MeanCpuShare = 0.5; $health.CpuLimitCores = 2; $health.PeakMemoryBytes = 1000000000; $health.MemoryLimitBytes = 1000000000
            $worker = [LoadTestAz.Runs.LoadTestWorker]::new()
            $worker.RunId = $runId; $worker.Index = 299; $worker.Name = $evil; $worker.Vus = 12345; $worker.PlannedVus = 10; $worker.State = 'Uploading'; $worker.Engine = $evil
            $worker.Cause = 'DeadlineExceeded'; $worker.Detail = $evil; $worker.ExitCode = 137; $worker.StartedAt = $start; $worker.FinishedAt = $start; $worker.Health = $health; $worker.Location = $evil
            $done = $worker.'<Clone>$'(); $done.State = 'Completed'; $done.Cause = 'None'
            $coverage = [LoadTestAz.Runs.LoadTestCoverage]::new()
            $coverage.PlannedWorkers = 300; $coverage.FinishedWorkers = 300; $coverage.PlannedVus = 100000; $coverage.FinishedVus = 100000
            $run = [LoadTestAz.Runs.LoadTestRun]::new()
            $run.RunId = $runId; $run.Name = $evil; $run.State = 'Completed'; $run.Workers = [LoadTestAz.Runs.LoadTestWorker[]]($worker, $done); $run.Coverage = $coverage; $run.Location = $evil
            $run.CreatedAt = $start; $run.StartedAt = $start; $run.Duration = '02:00:00'; $run.EstimatedCost = 12.349; $run.CostBasis = $evil; $run.StopReason = $evil; $run.StopRule = $evil; $run.Detail = $evil; $run.Leftovers = [string[]]($evil, $evil)
            $threshold = [LoadTestAz.Merging.LoadTestThreshold]::new($evil, 'p(99.99)<12345.6', 12345.678, $false)
            $threshold.Bounds = [LoadTestAz.Merging.LoadTestBounds]::new(1, 20000); $threshold.IsDecided = $false
            $crossed = [LoadTestAz.Merging.LoadTestThreshold]::new('http_req_duration', 'p(95)<500', 12345.678, $false)
            $held = [LoadTestAz.Merging.LoadTestThreshold]::new($evil, 'count>0', 5, $true)
            $progress = [LoadTestAz.Runs.LoadTestRunProgress]::new()
            $progress.RunId = $runId; $progress.At = $start; $progress.PlannedWorkers = 1000; $progress.Elapsed = '1.01:01:02'; $progress.Vus = 123456; $progress.RequestsPerSecond = 123456.789
            $states = [System.Collections.Generic.Dictionary[LoadTestAz.Runs.WorkerState, int]]::new(); $states['Running'] = 1000; $progress.WorkersByState = $states
            $progress.Requests = 1e9; $progress.Failures = 1e9; $progress.P50 = 12345.678; $progress.P95 = 12345.678; $progress.P99 = 12345.678; $progress.Iterations = 1234567890; $progress.StopReason = $evil
            $progress.Thresholds = [LoadTestAz.Merging.LoadTestThreshold[]](@($crossed) * 10 + $held, $held)
            $metric = [LoadTestAz.Merging.LoadTestMetric]::new()
            $metric.Name = "http_req_duration{$evil}"; $metric.Type = 'Trend'; $metric.Contains = 'Time'; $metric.Method = 'Estimate'; $metric.Count = 1234567; $metric.Avg = 12345.678; $metric.Min = 12345.678; $metric.Max = 123456.789
            $metric.Percentiles = [LoadTestAz.Merging.LoadTestPercentile[]](50, 90, 95, 99, 99.9 | ForEach-Object { [LoadTestAz.Merging.LoadTestPercentile]::new($_, 12345.678, 1, 20000, 'Estimate') })
            $counter = [LoadTestAz.Merging.LoadTestMetric]::new()
            $counter.Name = 'data_received'; $counter.Type = 'Counter'; $counter.Contains = 'Data'; $counter.Count = 1.234e12; $counter.RatePerSecond = 1.234e9
            $duration = $metric.'<Clone>$'(); $duration.Name = 'http_req_duration'
            $requests = $counter.'<Clone>$'(); $requests.Name = 'http_reqs'; $requests.Contains = 'Default'; $requests.Count = 1234567
            $check = [LoadTestAz.Merging.LoadTestCheck]::new("::browse::$evil", $evil, 1234567, 7654321)
            $source = [LoadTestAz.Merging.LoadTestSource]::new()
            $source.Path = "folder/$evil.json"; $source.Kind = 'K6MachineReadableSummary'; $source.Worker = $evil; $source.Used = $true; $source.Samples = 123456789; $source.Detail = $evil
            $bucket = [LoadTestAz.Merging.LoadTestBucket]::new(0.5, 12345.678, 1234567)
            $point = [LoadTestAz.Merging.LoadTestPoint]::new($start, '00:00:01', 123456, 12345.678, 1234567, 1234567, 12345.678, 12345.678, 12345.678, 1234567, 1234567)
            $comparison = [LoadTestAz.Comparing.LoadTestComparison]::new()
            $comparison.RunId = $runId; $comparison.BaselineRunIds = [string[]]($evil, $evil); $comparison.Metric = $evil; $comparison.Figure = 'p(95)'; $comparison.Baseline = 62466.5; $comparison.Current = 1234567.125; $comparison.Noise = 5; $comparison.Verdict = 'Missing'; $comparison.Note = $evil
            $expired = [LoadTestAz.Runs.LoadTestExpiredWorker]::new("$runId-12 $evil", $runId, 12, $start, 'germanywestcentral')
            $planCheck = [LoadTestAz.Plans.LoadTestPlanCheck]::new('Memory', 'Warning', $evil, $evil)
            $planWorker = [LoadTestAz.Plans.LoadTestPlanWorker]::new()
            $planWorker.ExecutionSegment = '0:1/3'; $planWorker.Vus = 12345; $planWorker.Rps = 12345; $planWorker.Cpu = 0.5; $planWorker.MemoryGB = 1.5
            $plan = [LoadTestAz.Plans.LoadTestPlan]::new()
            $plan.Name = $evil; $plan.RunId = $runId; $plan.TotalVus = 100000; $plan.Duration = '02:00:00'; $plan.Thresholds = [LoadTestAz.Plans.LoadTestThresholdRule[]]@([LoadTestAz.Plans.LoadTestThresholdRule]::new($evil, $evil, $false, '0')); $plan.Warnings = [string[]]($evil, $evil)
            $plan.Workers = [LoadTestAz.Plans.LoadTestPlanWorker[]](0..299 | ForEach-Object { $w = $planWorker.'<Clone>$'(); $w.Index = $_; $w })
            $outline = [LoadTestAz.Plans.LoadTestPlanOutline]::Of($plan)
            $outline.Requests = [string[]]($evil, $evil); $outline.Variables = [string[]]('secret_name', $evil); $outline.Target = $evil; $outline.Script = $evil; $outline.Regions = [string[]]($evil, $evil)
            $tags = [System.Collections.Generic.Dictionary[string, string]]::new(); $tags[$evil] = $evil; $outline.Tags = $tags
            $result = [LoadTestAz.Merging.LoadTestResult]::new()
            $result.RunId = $runId; $result.Name = $evil; $result.State = 'Degraded'; $result.ScriptVerdict = $evil; $result.Metrics = [LoadTestAz.Merging.LoadTestMetrics]::new([LoadTestAz.Merging.LoadTestMetric[]]($requests, $duration, $metric))
            $result.Checks = [LoadTestAz.Merging.LoadTestCheck[]]@(); $result.Thresholds = [LoadTestAz.Merging.LoadTestThreshold[]]($crossed, $held, $threshold); $result.Workers = [LoadTestAz.Runs.LoadTestWorker[]]($worker, $done); $result.Sources = [LoadTestAz.Merging.LoadTestSource[]]($source, $source)
            $merged = $coverage.'<Clone>$'(); $merged.MergedWorkers = 2; $merged.PlannedWorkers = 3; $result.Coverage = $merged; $result.TimeSeries = [LoadTestAz.Merging.LoadTestPoint[]]($point, $point); $result.Duration = '1.01:01:02'; $result.Warnings = [string[]]($evil, $evil); $result.Location = $evil; $result.EstimatedCost = 12
            """;

        public Samples()
        {
            Assert.Equal("", Screen.Show(Script));
        }

        internal Screen Screen { get; } = new();

        public void Dispose() => Screen.Dispose();
    }
}

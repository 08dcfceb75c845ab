using LoadTestAz.Merging;
using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Merging;

/// <summary>What a reader is told of load generators that had too much to do, and of a load that was not kept.</summary>
public sealed class LoadWarningsTests
{
    [Fact]
    public void Nothing_is_told_of_healthy_workers_and_of_those_that_nothing_is_known_of() =>
        Assert.Empty(Of(LoadTestCompute.Aci, 0, Worker(0, 0.8, 0.9), Worker(1, null, null), Worker(2, 0.1, 0.1) with { Health = null }));

    [Fact]
    public void A_worker_is_told_with_its_figure_the_consequence_and_the_remedy()
    {
        Assert.Equal(
            [
                "Worker 1 (10 VUs) used 92.5 % of its CPU (mean over up to 10 s; up to 80 % is sound): its latencies are suspect. Use more workers with fewer VUs each (distribution.vus_per_container), or give each more CPU (distribution.resources).",
                "Worker 2 (10 VUs) used 95 % of its 2 GB of memory (up to 90 % is sound): its latencies are suspect. Use more workers with fewer VUs each (distribution.vus_per_container), or give each more memory (distribution.resources).",
            ],
            Of(LoadTestCompute.Aci, 0, Worker(0, 0.5, 0.5), Worker(1, 0.925, 0.5), Worker(2, 0.5, 0.95)));
    }

    [Fact]
    public void A_thousand_workers_are_one_line()
    {
        var warning = Assert.Single(Of(LoadTestCompute.Aci, 0, [.. Enumerable.Range(0, 1000).Select(i => Worker(i, i % 2 == 0 ? 0.5 : 0.81 + (i / 10000d), 0.5))]));
        Assert.StartsWith("500 of 1000 workers were short of CPU, the worst used 91 % of its CPU ", warning);
        Assert.Contains("These are workers 999, 997, 995, 993, 991 and 495 more.", warning);
    }

    [Fact]
    public void Four_workers_share_a_line_and_three_do_not()
    {
        Assert.Equal(LoadWarnings.ToldSingly, Of(LoadTestCompute.Aci, 0, [.. Enumerable.Range(0, LoadWarnings.ToldSingly).Select(i => Worker(i, 0.9, 0.5))]).Count());
        var warning = Assert.Single(Of(LoadTestCompute.Aci, 0, [.. Enumerable.Range(0, LoadWarnings.ToldSingly + 1).Select(i => Worker(i, 0.9, 0.5))]));
        Assert.Contains("These are workers 0, 1, 2, 3. ", warning);
    }

    [Fact]
    public void Workers_on_one_machine_are_told_of_as_that_machine_once_for_each_thing()
    {
        var warnings = Of(LoadTestCompute.Local, 0, Worker(0, 0.9, 0.95), Worker(1, 0.97, 0.96), Worker(2, 0.5, 0.95)).ToList();
        Assert.Equal(2, warnings.Count);
        Assert.StartsWith("The machine that made the load used 97 % of its CPU (mean over up to 10 s; up to 80 % is sound): all latencies are suspect", warnings[0]);
        Assert.StartsWith("The machine that made the load used 96 % of its 2 GB of memory (up to 90 % is sound)", warnings[1]);
    }

    [Fact]
    public void Dropped_iterations_are_told_with_what_they_mean()
    {
        var warning = Assert.Single(Of(LoadTestCompute.Local, 12345));
        Assert.StartsWith("12,345 iterations were dropped (dropped_iterations), so the arrival rate was not kept", warning);
        Assert.Contains("preAllocatedVUs or maxVUs", warning);
    }

    [Fact]
    public void The_engines_own_share_is_judged_where_the_machines_is_lower_or_not_known()
    {
        Assert.True(new LoadTestWorkerHealth { PeakCpuShare = 0.9, MachinePeakCpuShare = 0.3 }.IsCpuHigh);
        Assert.True(new LoadTestWorkerHealth { PeakCpuShare = 0.9 }.IsCpuHigh);
        Assert.True(new LoadTestWorkerHealth { MachinePeakCpuShare = 0.9 }.IsCpuHigh);
        Assert.True(new LoadTestWorkerHealth { PeakMemoryBytes = 95, MemoryLimitBytes = 100 }.IsMemoryHigh);
        Assert.Null(new LoadTestWorkerHealth { PeakMemoryBytes = 95 }.MemoryShare);
        Assert.Null(new LoadTestWorkerHealth { MemoryLimitBytes = 95 }.MemoryShare);
    }

    [Fact]
    public void The_bounds_are_these() =>
        Assert.Equal((0.8, 0.9, TimeSpan.FromSeconds(10)), (LoadTestWorkerHealth.HighCpuShare, LoadTestWorkerHealth.HighMemoryShare, LoadTestWorkerHealth.CpuWindow));

    private static IEnumerable<string> Of(LoadTestCompute compute, double dropped, params LoadTestWorker[] workers) => LoadWarnings.Of(
        new LoadTestPlan { Name = "p", RunId = "r", TestType = TestType.Protocol, TotalVus = 1, Duration = TimeSpan.FromSeconds(1), Workers = [], Compute = compute },
        workers,
        dropped);

    private static LoadTestWorker Worker(int index, double? cpu, double? memory) => new()
    {
        RunId = "r", Index = index, Name = "w", TestType = TestType.Protocol, Vus = 10, State = WorkerState.Completed, Location = "store",
        Health = new LoadTestWorkerHealth
        {
            PeakCpuShare = cpu / 2, MachinePeakCpuShare = cpu, MemoryLimitBytes = 2_000_000_000, MachinePeakMemoryBytes = (long?)(memory * 2_000_000_000),
        },
    };
}

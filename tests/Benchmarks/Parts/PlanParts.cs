using BenchmarkDotNet.Attributes;
using LoadTestAz.Plans;

namespace LoadTestAz.Benchmarks.Parts;

/// <summary>Planning for a thousand workers.</summary>
[MemoryDiagnoser]
public class PlanParts
{
    private const int Vus = 10_000;

    [Benchmark]
    public int ThousandWorkers() => Build().Workers.Count;

    [Benchmark]
    public int ThousandWorkersAsJson() => PlanJson.Serialize(Build()).Length;

    private static LoadTestPlan Build() =>
        new PlanBuilder(TimeProvider.System, new Random(1)).Build(null, new PlanParameters { TargetUrl = "http://127.0.0.1:1/", TotalVus = Vus, VusPerContainer = Vus / 1000, Duration = "10m" });
}

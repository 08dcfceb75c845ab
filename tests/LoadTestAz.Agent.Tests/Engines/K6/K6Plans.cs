using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>Plans for k6, without what a test does not care for.</summary>
internal static class K6Plans
{
    public static LoadTestPlan Of(int[] vus, TestType type = TestType.Protocol)
    {
        var segments = ExecutionSegments.Of(vus);
        return new LoadTestPlan
        {
            Name = "test", RunId = "run", TestType = type, TotalVus = vus.Sum(), Duration = TimeSpan.FromSeconds(10), Engine = LoadTestEngine.K6,
            Workers = [.. vus.Select((v, i) => new LoadTestPlanWorker { Index = i, TestType = type, Vus = v, ExecutionSegment = segments[i], Cpu = 1, MemoryGB = 1 })],
        };
    }
}

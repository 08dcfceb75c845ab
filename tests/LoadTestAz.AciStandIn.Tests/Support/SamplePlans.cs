using LoadTestAz.Plans;

namespace LoadTestAz.AciStandIn.Tests.Support;

internal static class SamplePlans
{
    /// <summary>A plan of one VU for each worker.</summary>
    public static LoadTestPlan Of(Uri target, int workers, TimeSpan duration) => new()
    {
        Name = "standin",
        RunId = "lt-standin",
        TestType = TestType.Protocol,
        TotalVus = workers,
        Duration = duration,
        TargetUrl = target,
        Sleep = TimeSpan.FromMilliseconds(20),
        Workers = Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker
        {
            Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = $"{i}/{workers}:{i + 1}/{workers}", Cpu = 1, MemoryGB = 2,
        }).ToArray(),
    };
}

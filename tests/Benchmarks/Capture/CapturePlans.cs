using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>Plans of one worker.</summary>
internal static class CapturePlans
{
    /// <summary>The plan of a load against that target, made by that k6; by the built-in engine when it is null.</summary>
    public static LoadTestPlan Of(CaptureLoad load, Uri target, TimeSpan duration, K6Binary? k6) => new()
    {
        Name = "capture",
        RunId = "capture",
        TestType = TestType.Protocol,
        Engine = k6 is null ? LoadTestEngine.Http : LoadTestEngine.K6,
        K6Path = k6?.Path,
        TotalVus = load.Vus,
        Duration = duration,
        TargetUrl = target,
        Sleep = load.Sleep,
        Workers = [new LoadTestPlanWorker { Index = 0, TestType = TestType.Protocol, Vus = load.Vus, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 }],
    };

    /// <summary>The k6 to measure.</summary>
    /// <exception cref="BenchmarkException">There is none.</exception>
    public static Task<K6Binary> FindK6Async(CancellationToken cancellationToken) =>
        K6Binary.OpenAsync(
            K6Binary.Find(null, Environment.GetEnvironmentVariable) ?? throw new BenchmarkException(K6Binary.WhyMissing(null, Environment.GetEnvironmentVariable)),
            TimeProvider.System,
            cancellationToken);
}

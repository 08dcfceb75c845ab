using LoadTestAz.Plans;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

/// <summary>A temporary folder with scripts.</summary>
internal sealed class ScriptFolder : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public string Path => _folder.Path;

    public string Add(string name, string content) => _folder.Write(name, content);

    /// <summary>A plan of three workers that runs a script.</summary>
    public static LoadTestPlan Plan(string? script, params int[] vus) => new()
    {
        Name = "scripted",
        RunId = "lt-1",
        TestType = TestType.Protocol,
        TotalVus = (vus.Length == 0 ? [2, 2, 2] : vus).Sum(),
        Duration = TimeSpan.FromMinutes(1),
        Script = script,
        Workers = [.. (vus.Length == 0 ? [2, 2, 2] : vus).Select((v, i) => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = v, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 })],
    };

    public void Dispose() => _folder.Dispose();
}

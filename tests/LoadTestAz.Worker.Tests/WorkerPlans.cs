using LoadTestAz.Plans;

namespace LoadTestAz.Worker.Tests;

/// <summary>Plans for workers that are processes, and how such a worker is started.</summary>
internal static class WorkerPlans
{
    public static LoadTestPlan Of(string url, int workers, TimeSpan duration) => new()
    {
        Name = "worker",
        RunId = "lt-worker",
        TestType = TestType.Protocol,
        Engine = LoadTestEngine.Http,
        TotalVus = workers,
        Duration = duration,
        TargetUrl = new Uri(url + "fast"),
        Sleep = TimeSpan.FromMilliseconds(20),
        Workers = Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker
        {
            Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = $"{i}/{workers}:{i + 1}/{workers}", Cpu = 1, MemoryGB = 2,
        }).ToArray(),
    };

    public static WorkerProcess Start(LoadTestPlan plan, string location, int index, TrustedCertificate certificate, params (string Name, string Value)[] more) =>
        new(new Dictionary<string, string>(Environment(plan, location, index).Concat(more.Select(v => KeyValuePair.Create(v.Name, v.Value)))) { ["SSL_CERT_FILE"] = certificate.Path });

    /// <summary>What a worker is told, by what its container group has.</summary>
    public static Dictionary<string, string> Environment(LoadTestPlan plan, string location, int index) => new()
    {
        ["RUN_ID"] = plan.RunId,
        ["WORKER_INDEX"] = $"{index}",
        ["CONTAINER_NAME"] = location[(location.LastIndexOf('/') + 1)..],
        ["LOADTEST_BLOB_ENDPOINT"] = location[..location.LastIndexOf('/')],
    };
}

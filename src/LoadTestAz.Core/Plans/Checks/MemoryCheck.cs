using System.Globalization;

namespace LoadTestAz.Plans;

/// <summary>Whether workers have memory enough for their virtual users, by rule of thumb.</summary>
/// <seealso href="https://grafana.com/docs/k6/latest/testing-guides/running-large-tests/"/>
public static class MemoryCheck
{
    /// <summary>The check's name.</summary>
    public const string Name = "Memory";

    /// <summary>Protocol VUs for each GB above which it gets tight: k6's own guide reckons with 1 to 5 MB each.</summary>
    public const int ProtocolVusPerGB = 200;

    /// <summary>Browser VUs for each GB above which it gets tight: each is a Chromium with a page of its own.</summary>
    public const int BrowserVusPerGB = 4;

    /// <summary>Looks at the plan's workers.</summary>
    public static LoadTestPlanCheck Check(LoadTestPlan plan)
    {
        var tight = plan.Workers.Where(worker => worker.Vus > Most(worker)).ToList();
        if (tight.Count == 0)
            return LoadTestPlanCheck.Pass(Name, string.Create(CultureInfo.InvariantCulture, $"At most {plan.Workers.Max(worker => worker.Vus / worker.MemoryGB):0.#} VUs share a GB of memory."));
        var worst = tight.MaxBy(worker => worker.Vus / Most(worker))!;
        return LoadTestPlanCheck.Warn(
            Name,
            string.Create(CultureInfo.InvariantCulture, $"{tight.Count} workers may run out of memory, the first of them worker {tight[0].Index}: {worst.Vus} {Word(worst)} VUs share {worst.MemoryGB} GB, and a GB is enough for about {PerGB(worst)}. A worker that runs out of memory is killed, and what it measured last is lost."),
            "Put fewer VUs on each worker (distribution.vus_per_container), or give it more memory (distribution.resources).");
    }

    private static double Most(LoadTestPlanWorker worker) => worker.MemoryGB * PerGB(worker);

    private static int PerGB(LoadTestPlanWorker worker) => worker.TestType is TestType.Browser ? BrowserVusPerGB : ProtocolVusPerGB;

    private static string Word(LoadTestPlanWorker worker) => worker.TestType is TestType.Browser ? "browser" : "protocol";
}

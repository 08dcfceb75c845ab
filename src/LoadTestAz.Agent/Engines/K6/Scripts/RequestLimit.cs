using System.Globalization;
using LoadTestAz.Plans;
using LoadTestAz.Plans.Binding;

namespace LoadTestAz.Agent.Engines.K6.Scripts;

/// <summary>
/// A script's option <c>rps</c>, the most requests that one k6 makes in a second. Execution segments leave it alone, so
/// each worker gets a part of it.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/runner.go">SetOptions: a whole number, and 0 is no limit</seealso>
internal static class RequestLimit
{
    /// <summary>The plan with each worker's part, and with what is to be said of it.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="limits">By type of worker, the script's limit for one k6; null for none.</param>
    public static LoadTestPlan Divide(LoadTestPlan plan, IReadOnlyDictionary<TestType, int?> limits)
    {
        // Types with the same limit have it in common, as they would in one k6.
        foreach (var limit in limits.Values.OfType<int>().Distinct())
        {
            var workers = plan.Workers.Where(worker => plan.ScriptOf(worker) is not null && limits.GetValueOrDefault(worker.TestType) == limit).ToList();
            if (workers.Count < 2)
                continue;
            var shares = Shares(limit, workers);
            plan = plan with
            {
                Workers = [.. plan.Workers.Select(worker => workers.IndexOf(worker) is >= 0 and var i ? worker with { Rps = shares[i] } : worker)],
                DivisionReason = string.Create(CultureInfo.InvariantCulture, $"{plan.DivisionReason} The script's option rps ({limit}) is divided among the workers, too."),
                Warnings = limit >= workers.Count
                    ? plan.Warnings
                    : [.. plan.Warnings, string.Create(CultureInfo.InvariantCulture, $"The script's option rps ({limit}) can't be divided among {workers.Count} workers, since k6 takes whole numbers from 1 on: each gets 1, which is {workers.Count} requests per second in all. Use fewer workers (distribution.vus_per_container).")],
            };
        }

        return plan;
    }

    private static int[] Shares(int limit, List<LoadTestPlanWorker> workers)
    {
        var shares = WorkerShares.Divide(Math.Max(limit, workers.Count), [.. workers.Select(worker => (double)worker.Vus)]);

        // 0 would be no limit at all.
        for (var none = Array.IndexOf(shares, 0); none >= 0; none = Array.IndexOf(shares, 0))
        {
            shares[Array.IndexOf(shares, shares.Max())]--;
            shares[none]++;
        }

        return shares;
    }
}

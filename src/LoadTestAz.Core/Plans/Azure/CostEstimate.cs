using System.Globalization;

namespace LoadTestAz.Plans;

/// <summary>
/// What container groups cost, in USD: always an estimate. Billed is from the start of the image pull until a group has
/// stopped, by the second, vCPUs rounded up to a whole number a group. Storage, traffic and logs come on top.
/// </summary>
/// <seealso href="https://azure.microsoft.com/pricing/details/container-instances/"/>
public static class CostEstimate
{
    /// <summary>When the built-in prices were looked up.</summary>
    public const string PricesAsOf = "September 2026";

    /// <summary>The region whose prices stand in for those of regions that the table has not.</summary>
    public const string ReferenceRegion = "eastus";

    /// <summary>Pulling the image, getting ready, waiting for the others, and saving the results, over and above the load.</summary>
    public static readonly TimeSpan StartAllowance = TimeSpan.FromMinutes(5);

    /// <summary>From the start of the pull, which is billed, to the worker's first sign of life: nobody is told when the pull began.</summary>
    public static readonly TimeSpan PullAllowance = TimeSpan.FromMinutes(1);

    // Linux, pay as you go, by region, of Azure's retail price service (prices.azure.com: serviceName 'Container Instances',
    // meters 'Standard vCPU Duration' and 'Standard Memory Duration'). A row is added only with a source for it.
    private static readonly Dictionary<string, LoadTestPrices> Table = new()
    {
        [ReferenceRegion] = new(0.0405m, 0.00445m),
        ["swedencentral"] = new(0.0466m, 0.00511m),
    };

    /// <summary>What a plan will cost, in USD; null where nothing is billed.</summary>
    public static decimal? Of(LoadTestPlan plan)
    {
        if (plan.Azure is not { } azure || plan.Compute is not LoadTestCompute.Aci)
            return null;
        // Those that are created first wait for those whose turn comes later.
        var waits = AciLimits.EarliestCreation(plan.Workers.Count);
        var hours = waits.Select(wait => plan.Duration + StartAllowance + (waits[^1] - wait)).ToList();
        return Sum(plan.Workers.Zip(hours), azure);
    }

    /// <summary>What a run has cost so far, in USD, from the times that its workers ran; null where nothing is billed.</summary>
    /// <param name="plan">What was run.</param>
    /// <param name="ran">How long each worker's process ran; null for one that never began.</param>
    public static decimal? Of(LoadTestPlan plan, Func<LoadTestPlanWorker, TimeSpan?> ran) =>
        plan.Azure is { } azure && plan.Compute is LoadTestCompute.Aci
            ? Sum(plan.Workers.Select(worker => (worker, ran(worker) is { } time ? time + PullAllowance : TimeSpan.Zero)), azure)
            : null;

    /// <summary>What the figure rests on, in a sentence; null where nothing is billed.</summary>
    public static string? Basis(LoadTestPlan plan)
    {
        if (plan.Azure is not { } azure || plan.Compute is not LoadTestCompute.Aci)
            return null;
        var regions = Regions(azure);
        var unknown = regions.Where(region => !Table.ContainsKey(region)).ToList();
        var prices = azure.Prices is { } own
            ? string.Create(CultureInfo.InvariantCulture, $"the plan's prices ({own.VcpuHour} per vCPU-hour, {own.GBHour} per GB-hour)")
            : $"the list prices of {PricesAsOf}" + (unknown.Count == 0 ? "" : $", with those of {ReferenceRegion} for {string.Join(", ", unknown)}");
        var spot = azure.Priority is LoadTestPriority.Spot && azure.Prices is null ? " Spot costs up to 70 % less than this." : "";
        return $"Estimate in USD by {prices}; container groups only, without storage and traffic.{spot}";
    }

    private static decimal Sum(IEnumerable<(LoadTestPlanWorker Worker, TimeSpan Time)> groups, LoadTestAzureSettings azure)
    {
        var prices = azure.Prices is { } own ? [own] : Regions(azure).Select(region => Table.GetValueOrDefault(region) ?? Table[ReferenceRegion]).ToArray();
        var sum = 0m;
        foreach (var (worker, time) in groups)
        {
            // Spread in turn; otherwise all are expected in the first region.
            var price = azure.Spread ? prices[worker.Index % prices.Length] : prices[0];
            sum += (decimal)time.TotalHours * (((decimal)Math.Ceiling(worker.Cpu) * price.VcpuHour) + ((decimal)worker.MemoryGB * price.GBHour));
        }

        return decimal.Round(sum, 4);
    }

    private static IReadOnlyList<string> Regions(LoadTestAzureSettings azure) => azure.Locations.Count > 0 ? azure.Locations : [azure.Location ?? ReferenceRegion];
}

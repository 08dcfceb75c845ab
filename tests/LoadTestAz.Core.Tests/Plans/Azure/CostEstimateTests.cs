using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans.Azure;

public class CostEstimateTests
{
    private static readonly LoadTestPrices Round = new(1, 0.1m);

    [Fact]
    public void Ten_workers_for_seventeen_minutes_cost_what_Azures_list_says() =>
        Assert.Equal(0.2799m, CostEstimate.Of(Plan(10, 2, 4, TimeSpan.FromMinutes(12)))!.Value, 4);

    [Fact]
    public void Parts_of_a_vcpu_count_whole() =>
        Assert.Equal(CostEstimate.Of(Plan(1, 2, 4, TimeSpan.FromHours(1))), CostEstimate.Of(Plan(1, 1.1, 4, TimeSpan.FromHours(1))));

    [Fact]
    public void Those_that_are_created_first_wait_for_those_whose_turn_comes_later()
    {
        var hundred = CostEstimate.Of(Plan(100, 1, 1, TimeSpan.FromMinutes(55)))!.Value;
        var twoHundred = CostEstimate.Of(Plan(200, 1, 1, TimeSpan.FromMinutes(55)))!.Value;

        Assert.Equal(100 * 1.1m, hundred);
        Assert.Equal((2 * hundred) + (100 * 1.1m * 5 / 60), twoHundred, 3);
    }

    [Fact]
    public void A_run_costs_what_its_workers_ran()
    {
        var plan = Plan(3, 1, 1, TimeSpan.FromMinutes(10));
        var cost = CostEstimate.Of(plan, worker => worker.Index == 0 ? null : TimeSpan.FromMinutes(29));
        Assert.Equal(2 * 1.1m / 2, cost);
    }

    [Fact]
    public void On_this_machine_nothing_is_billed()
    {
        var plan = Plan(1, 1, 1, TimeSpan.FromHours(1)) with { Compute = LoadTestCompute.Local };
        Assert.Null(CostEstimate.Of(plan));
        Assert.Null(CostEstimate.Of(plan, _ => TimeSpan.FromHours(1)));
        Assert.Null(CostEstimate.Basis(plan));
    }

    private static LoadTestPlan Plan(int workers, double cpu, double memory, TimeSpan duration) => new()
    {
        Name = "cost",
        RunId = "lt-1",
        TestType = TestType.Protocol,
        Compute = LoadTestCompute.Aci,
        TotalVus = workers,
        Duration = duration,
        Azure = new() { Location = "eastus", Prices = cpu == 2 && workers == 10 ? null : Round },
        Workers = [.. Enumerable.Range(0, workers).Select(i => new LoadTestPlanWorker { Index = i, TestType = TestType.Protocol, Vus = 1, ExecutionSegment = "", Cpu = cpu, MemoryGB = memory })],
    };
}

using LoadTestAz.Plans;

namespace LoadTestAz.Core.Tests.Plans.Checks;

/// <summary>How many VUs share a GB is judged by what they are.</summary>
public sealed class MemoryCheckTests
{
    [Theory]
    [InlineData(TestType.Protocol, 400, PlanCheckStatus.Passed)]
    [InlineData(TestType.Protocol, 401, PlanCheckStatus.Warning)]
    [InlineData(TestType.Browser, 8, PlanCheckStatus.Passed)]
    [InlineData(TestType.Browser, 9, PlanCheckStatus.Warning)]
    public void Two_GB_are_enough_for_so_many(TestType type, int vus, PlanCheckStatus status)
    {
        var plan = new LoadTestPlan
        {
            Name = "p", RunId = "p", TestType = type, TotalVus = vus, Duration = TimeSpan.FromMinutes(1),
            Workers = [new() { Index = 0, TestType = type, Vus = vus, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 }],
        };

        var check = MemoryCheck.Check(plan);

        Assert.Equal((MemoryCheck.Name, status), (check.Name, check.Status));
        Assert.Equal(status is PlanCheckStatus.Warning, check.Remedy is not null);
    }
}

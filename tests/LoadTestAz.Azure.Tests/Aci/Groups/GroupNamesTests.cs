using System.Text.RegularExpressions;
using CsCheck;
using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Tests.Aci.Groups;

public sealed partial class GroupNamesTests
{
    private static readonly Gen<string> RunIdGen = Gen.String[Gen.Char["abcxyz0189-"], 1, PlanLimits.MaxRunIdLength].Where(id => RunIds.IsValid(id));
    private static readonly Gen<string> RegionGen = Gen.String[Gen.Char["abcdefghijk0123"], 2, 40].Select(rest => "a" + rest);

    [Fact]
    public void Names_are_legal() => Gen.Select(RunIdGen, Gen.Int[0, PlanLimits.MaxWorkers - 1], RegionGen)
        .Sample((run, worker, region) => Assert.Matches(Legal(), GroupNames.Of(run, worker, region)));

    [Fact]
    public void Names_tell_run_worker_and_region() => Assert.Equal("lt-20260102-030405-abcdef-12-westeurope", GroupNames.Of("lt-20260102-030405-abcdef", 12, "westeurope"));

    [Theory]
    [InlineData("lt-1")]
    [InlineData("a123456789-123456789-123456789-123456789")]
    public void Names_are_unique_for_worker_and_region(string run)
    {
        var regions = new[] { "eastus", "eastus2", "westeurope", "australiasoutheast", "southcentralusstaging", "southcentralusstaging2" };
        var names = regions.SelectMany(region => Enumerable.Range(0, PlanLimits.MaxWorkers).Select(worker => GroupNames.Of(run, worker, region))).ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [GeneratedRegex(@"\A(?=.{1,63}\z)[a-z0-9]+(-[a-z0-9]+)*\z")]
    private static partial Regex Legal();
}

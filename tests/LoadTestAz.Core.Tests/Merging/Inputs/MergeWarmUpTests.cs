using LoadTestAz.Merging.Inputs;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

public sealed class MergeWarmUpTests
{
    // Whatever fails in it would go unseen, and what comes behind it would not be compiled.
    [Fact]
    public async Task Makes_a_whole_result_of_every_type_of_metric()
    {
        var result = await MergeWarmUp.RunAsync();
        Assert.NotNull(result);
        Assert.Equal(Enum.GetValues<MetricType>().Order(), result.Metrics.Select(m => m.Type).Distinct().Order());
        Assert.Equal(21.5, result.Metrics["http_reqs"]!.Count);
        Assert.Single(result.Checks);
        Assert.Single(result.TimeSeries);
        Assert.Equal(1, result.Coverage.MergedWorkers);
    }
}

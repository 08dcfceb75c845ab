using LoadTestAz.Core.Tests.Merging.K6;
using LoadTestAz.Merging;
using LoadTestAz.Tests.Runs.Stores;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

/// <summary>A saved result, merged with more: as if everything had been merged at once.</summary>
public sealed class ResultAgainTests
{
    // Without exact percentiles, which are not saved.
    private static readonly FileMergeOptions Options = new() { KeptValues = 0 };

    [Fact]
    public async Task Results_of_regions_give_the_result_of_the_world()
    {
        using var work = new TemporaryFolder();
        string[] west = [At("protocol-3w/w1/metrics.json.gz"), At("protocol-3w/w2/summary-export.json")];
        string[] east = [At("protocol-3w/w3/metrics.csv.gz"), At("browser-2w/w1/handle-summary.json"), At("formats/unix/metrics.json.gz")];
        var world = await Merged.Of(Options, [.. west, .. east, At("versions/v2.2/summary-export.json")]);
        var one = work.Write("west.json", ResultJson.Serialize(await Merged.Of(Options, west)));

        // What the CSV alone does not tell, the west does.
        var two = work.Write("east.json", ResultJson.Serialize(await Merged.Of(Options, [.. east, At("protocol-3w/w3/summary-export.json")])));
        var again = await Merged.Of(Options, one, two, At("versions/v2.2/summary-export.json"));

        Assert.Equal(world.Metrics.Select(m => m.Name), again.Metrics.Select(m => m.Name));
        foreach (var (expected, actual) in world.Metrics.Zip(again.Metrics))
        {
            Assert.Equal(expected with { Percentiles = null, Distribution = null }, actual with { Percentiles = null, Distribution = null });
            Assert.Equal(expected.Percentiles ?? [], actual.Percentiles ?? []);
        }

        Assert.Equal(world.Checks, again.Checks);
        Assert.Equal(world.Thresholds, again.Thresholds);
        Assert.Equal(world.TimeSeries, again.TimeSeries);
        Assert.Equal(world.Duration, again.Duration);
    }

    [Fact]
    public async Task The_same_result_gives_the_same_bytes()
    {
        var first = await Merged.Of(Merged.Recorded("browser-2w", "metrics.json.gz"));
        var second = await Merged.Of([.. Merged.Recorded("browser-2w", "metrics.json.gz").Reverse()]);
        Assert.Equal(ResultJson.Serialize(first), ResultJson.Serialize(second));
    }

    private static string At(string path) => Path.Combine(Raw.Folder, path);
}

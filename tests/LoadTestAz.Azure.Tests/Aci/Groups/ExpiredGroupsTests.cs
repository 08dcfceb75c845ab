using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Tests.Aci.Support;

namespace LoadTestAz.Azure.Tests.Aci.Groups;

/// <summary>What is left of runs that are over is found by its tags, and nothing else is.</summary>
public sealed class ExpiredGroupsTests
{
    private readonly ArmWorld _world = new();

    [Fact]
    public async Task Only_ours_that_are_past_their_time()
    {
        Add("lt-a-0-eastus", ("loadtestaz-run", "lt-a"), ("loadtestaz-worker", "0"), ("loadtestaz-expires", "2026-01-02T03:04:04Z"));
        Add("lt-b-1-eastus", ("LoadTestAz-Run", "lt-b"), ("LOADTESTAZ-WORKER", "1"), ("loadtestaz-expires", "2025-12-31T00:00:00Z"));
        Add("lt-c-0-eastus", ("loadtestaz-run", "lt-c"), ("loadtestaz-worker", "0"), ("loadtestaz-expires", "2026-01-02T03:04:06Z"));
        Add("lt-d-0-eastus", ("loadtestaz-run", "lt-d"), ("loadtestaz-worker", "0"));
        Add("lt-e-0-eastus", ("loadtestaz-run", "lt-e"), ("loadtestaz-worker", "0"), ("loadtestaz-expires", "soon"));
        Add("somebody-elses", ("loadtestaz-expires", "2025-12-31T00:00:00Z"));
        Add("without-tags");
        var expired = new ExpiredGroups(_world.Client, _world.Clock);

        var found = await expired.FindAsync(CancellationToken.None);

        Assert.Equal([("lt-a-0-eastus", "lt-a", 0), ("lt-b-1-eastus", "lt-b", 1)], found.Select(worker => (worker.Name, worker.RunId, worker.Index)));
        foreach (var worker in found)
            await _world.ElapseAsync(expired.DeleteAsync(worker, CancellationToken.None));
        Assert.Equal(5, _world.Arm.Groups.Count);
    }

    [Theory]
    [InlineData(-2, "lt-b-0-eastus")]
    [InlineData(2, "lt-a-0-eastus", "lt-b-0-eastus")]
    public async Task A_clock_of_this_machine_that_is_off_does_not_matter(int serviceIsAheadByHours, params string[] expected)
    {
        _world.Arm.Ahead = TimeSpan.FromHours(serviceIsAheadByHours);
        Add("lt-a-0-eastus", ("loadtestaz-run", "lt-a"), ("loadtestaz-worker", "0"), ("loadtestaz-expires", "2026-01-02T03:04:04Z"));
        Add("lt-b-0-eastus", ("loadtestaz-run", "lt-b"), ("loadtestaz-worker", "0"), ("loadtestaz-expires", "2026-01-02T00:00:00Z"));
        Add("lt-c-0-eastus", ("loadtestaz-run", "lt-c"), ("loadtestaz-worker", "0"), ("loadtestaz-expires", "2026-01-02T06:00:00Z"));

        var found = await new ExpiredGroups(_world.Client, _world.Clock).FindAsync(CancellationToken.None);

        Assert.Equal(expected, found.Select(worker => worker.Name));
    }

    private void Add(string name, params (string Name, string Value)[] tags)
    {
        var group = new System.Text.Json.Nodes.JsonObject { ["name"] = name, ["location"] = "eastus", ["properties"] = new System.Text.Json.Nodes.JsonObject { ["provisioningState"] = "Succeeded", ["containers"] = new System.Text.Json.Nodes.JsonArray() } };
        if (tags.Length > 0)
            group["tags"] = new System.Text.Json.Nodes.JsonObject(tags.Select(tag => KeyValuePair.Create(tag.Name, (System.Text.Json.Nodes.JsonNode?)tag.Value)));
        _world.Arm.Groups[name] = group;
    }
}

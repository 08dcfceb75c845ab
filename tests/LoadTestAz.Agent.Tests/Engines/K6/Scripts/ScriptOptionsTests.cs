using System.Text.Json;
using LoadTestAz.Agent.Engines.K6.Scripts;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

/// <summary>Against what the real k6 inspect printed.</summary>
public sealed class ScriptOptionsTests
{
    public static readonly TheoryData<string> Versions = ["v0.49.0", "v1.0.0", "v2.2.0"];

    [Theory]
    [MemberData(nameof(Versions))]
    public void Load_of_its_own_is_told_from_none(string version)
    {
        Assert.Equal((false, 1), (Read(version, "nothing").SetsLoad, Read(version, "nothing").MaxVus));
        Assert.False(Read(version, "tags-only").SetsLoad);
        Assert.Equal(["vus", "duration"], Read(version, "vus-and-duration").LoadSettings);
        Assert.True(Read(version, "vus-and-duration").SetsOnlyVusOrDuration);
        Assert.Equal(["duration"], Read(version, "duration").LoadSettings);
        Assert.Equal(["stages"], Read(version, "stages").LoadSettings);
        Assert.False(Read(version, "stages").SetsOnlyVusOrDuration);
        Assert.Equal(["iterations", "vus"], Read(version, "iterations").LoadSettings);
        Assert.Equal(["a", "r"], Read(version, "scenarios").Scenarios);
        Assert.False(Read(version, "scenarios").SetsOnlyVusOrDuration);
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void The_size_of_the_load_is_read(string version)
    {
        Assert.Equal((5, TimeSpan.FromSeconds(3)), Size("vus-and-duration"));
        Assert.Equal((1, TimeSpan.FromSeconds(90)), Size("duration"));
        Assert.Equal((4, TimeSpan.FromSeconds(90)), Size("stages"));
        Assert.Equal((2, TimeSpan.FromMinutes(10)), Size("iterations"));
        Assert.Equal((8, TimeSpan.FromSeconds(3)), Size("scenarios"));
        Assert.Equal((5, TimeSpan.FromSeconds(45)), Size("late-scenario"));

        (int?, TimeSpan?) Size(string name) => (Read(version, name).MaxVus, Read(version, name).Length);
    }

    [Fact]
    public void A_load_without_an_end_has_no_length()
    {
        using var json = JsonDocument.Parse("""{"e":{"executor":"externally-controlled","vus":2,"maxVUs":4,"duration":"0s"},"c":{"executor":"constant-vus","duration":"3s"}}""");
        Assert.Null(ScenarioLengths.Longest(json.RootElement));
    }

    [Theory]
    [MemberData(nameof(Versions))]
    public void Thresholds_are_read_with_all_their_forms(string version)
    {
        Assert.Equal(
            ["checks{a:b}: rate>0.9", "http_req_duration: avg<100 abort after 10s", "http_req_duration: p(95)<500"],
            Rules("scenarios"));
        Assert.Equal(
            ["http_req_duration{status:200}: p(99.9) < 1e3", "http_reqs: count>10", "http_reqs: rate>1", "mine: p(90)<5", "vus: value>1"],
            Rules("odd-thresholds"));

        IEnumerable<string> Rules(string name) => Read(version, name).Thresholds
            .Select(t => $"{t.Metric}: {t.Expression}{(t.AbortOnFail ? $" abort after {t.DelayAbortEval.TotalSeconds}s" : "")}").Order(StringComparer.Ordinal);
    }

    [Fact]
    public void A_limit_of_requests_per_second_is_seen() => Assert.Equal(10, Read("v2.2.0", "rps").Rps);

    private static ScriptOptions Read(string version, string name)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Data", "k6", "inspect", version + ".json")));
        var outputs = json.RootElement.GetProperty(name);
        return ScriptOptions.Parse(outputs.GetProperty("own"), outputs.GetProperty("required"));
    }
}

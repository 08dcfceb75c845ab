using LoadTestAz.Agent.Engines.K6.Scripts;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class ScriptPlacesTests
{
    private static readonly string Work = Path.Combine(Path.GetTempPath(), "loadtestaz-x Y");

    [Fact]
    public void Files_bear_the_names_that_the_scripts_author_gave_them()
    {
        var (folder, generated) = (Path.Combine(Work, "script", "files") + Path.DirectorySeparatorChar, Path.Combine(Work, "requests.js"));
        Assert.Equal("Error: no login at setup (lib/login.js:1:32(5))", ScriptPlaces.Shorten($"Error: no login at setup ({new Uri(folder)}lib/login.js:1:32(5))".Replace(" Y", "%20Y"), Work));
        Assert.Equal("stat data.json: no such file", ScriptPlaces.Shorten($"stat {folder}data.json: no such file", Work));
        Assert.Equal("at requests.js:3", ScriptPlaces.Shorten($"at {new Uri(generated).AbsoluteUri}:3", Work));
        Assert.Equal("nothing of it", ScriptPlaces.Shorten("nothing of it", Work));
        Assert.Null(ScriptPlaces.Shorten(null, Work));
    }
}

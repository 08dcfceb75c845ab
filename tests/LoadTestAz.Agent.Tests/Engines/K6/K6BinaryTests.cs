using LoadTestAz.Agent.Engines.K6;

namespace LoadTestAz.Agent.Tests.Engines.K6;

public sealed class K6BinaryTests
{
    private static readonly string ThisFile = typeof(K6BinaryTests).Assembly.Location;

    [Theory]
    [InlineData("k6 v0.49.0 (go1.21.6, linux/amd64)", "0.49.0", "v0.49.0")]
    [InlineData("k6-2.2.0 v2.2.0 (commit/devel, go1.25.12, linux/amd64)", "2.2.0", "v2.2.0")]
    [InlineData("k6.exe v1.0.0-rc1 (commit/abc, go1.23.5, windows/amd64)\r\nExtensions:\r\n  x v9.9.9", "1.0.0", "v1.0.0-rc1")]
    public void The_version_is_what_k6_says_first(string output, string version, string text)
    {
        var k6 = K6Binary.Parse("/bin/k6", output);
        Assert.Equal((Version.Parse(version), text), (k6.Version, k6.VersionText));
    }

    [Theory]
    [InlineData("k6 v0.48.0 (go1.21.6, linux/amd64)", "too old")]
    [InlineData("GNU bash, version 5.2.15", "does not answer as k6 does")]
    [InlineData("", "does not answer as k6 does")]
    public void What_is_too_old_or_no_k6_is_refused_with_how_to_get_one(string output, string why)
    {
        var error = Assert.Throws<EngineException>(() => K6Binary.Parse("/bin/k6", output));
        Assert.Contains(why, error.Message);
        Assert.Contains("https://grafana.com/docs/k6", error.Message);
    }

    [Fact]
    public void A_given_path_comes_before_the_variable_and_the_variable_before_the_PATH()
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-").FullName;
        try
        {
            var onPath = Path.Combine(folder, OperatingSystem.IsWindows() ? "k6.exe" : "k6");
            File.WriteAllText(onPath, "");
            string? Variables(string name) => name switch { "LOADTEST_K6" => ThisFile, _ => folder };

            Assert.Equal(onPath, K6Binary.Find(onPath, Variables));
            Assert.Equal(ThisFile, K6Binary.Find(null, Variables));
            Assert.Equal(onPath, K6Binary.Find(null, name => name == "PATH" ? $"relative{Path.PathSeparator}{folder}" : null));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void What_was_named_and_is_not_there_is_not_replaced_by_something_else()
    {
        Assert.Null(K6Binary.Find("/no/such/k6", name => name == "LOADTEST_K6" ? ThisFile : null));
        Assert.Contains("'/no/such/k6'", K6Binary.WhyMissing("/no/such/k6", _ => null));
        Assert.Contains("LOADTEST_K6 is '/gone'", K6Binary.WhyMissing(null, _ => "/gone"));
        Assert.Contains("There is no k6 on this machine", K6Binary.WhyMissing(null, _ => null));
    }

    [Fact]
    public async Task A_file_that_can_not_be_run_is_told()
    {
        var error = await Assert.ThrowsAsync<EngineException>(() => K6Binary.OpenAsync("/no/such/k6", TimeProvider.System, CancellationToken.None));
        Assert.Contains("can't be run", error.Message);
    }
}

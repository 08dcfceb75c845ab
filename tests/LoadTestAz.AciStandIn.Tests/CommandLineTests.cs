namespace LoadTestAz.AciStandIn.Tests;

public sealed class CommandLineTests
{
    [Fact]
    public void Everything_may_be_given()
    {
        var line = CommandLine.Parse(["--port", "8443", "--faults", "f.json", "--worker", "/w", "--blob", "https://127.0.0.1:1/a", "--pull", "1m", "--identity-port", "8081", "--folder", "/f"]);

        Assert.Equal((8081, Path.GetFullPath("/f")), (line.IdentityPort, line.Folder));
        Assert.Equal((8443, "f.json", new Uri("https://127.0.0.1:1/a"), TimeSpan.FromMinutes(1)), (line.Port, line.Faults, line.Blob, line.PullTime));
        Assert.Equal(Path.GetFullPath("/w"), line.Worker);
    }

    [Theory]
    [InlineData("eighty", "--port", "eighty")]
    [InlineData("70000", "--port", "70000")]
    [InlineData("70000", "--identity-port", "70000")]
    [InlineData("http://127.0.0.1:1/a", "--blob", "http://127.0.0.1:1/a")]
    [InlineData("soon", "--pull", "soon")]
    [InlineData("--colour", "--colour", "red")]
    [InlineData("--port", "--port")]
    public void What_is_not_right_is_named(string named, params string[] arguments) =>
        Assert.Contains($"'{named}'", Assert.Throws<FormatException>(() => CommandLine.Parse(arguments)).Message, StringComparison.Ordinal);
}

using LoadTestAz.Shell.CommandLine;

namespace LoadTestAz.Shell.Tests.CommandLine;

public class ShellOptionsParserTests
{
    [Fact]
    public void Nothing_is_interactive() => Assert.Equal(ShellMode.Interactive, ShellOptionsParser.Parse([]).Mode);

    [Fact]
    public void What_follows_the_script_is_the_scripts()
    {
        ShellOptions options = ShellOptionsParser.Parse(["-noprogress", "--NonInteractive", "a.ps1", "-Help", "x"]);

        Assert.Equal(ShellMode.Script, options.Mode);
        Assert.Equal("a.ps1", options.Text);
        Assert.Equal(["-Help", "x"], options.ScriptArguments);
        Assert.True(options.NoProgress);
        Assert.True(options.NonInteractive);
    }

    [Fact]
    public void What_follows_Command_is_the_command() =>
        Assert.Equal("1 + 2", ShellOptionsParser.Parse(["-Command", "1", "+", "2"]).Text);

    [Fact]
    public void The_sample_target_takes_a_port()
    {
        ShellOptions options = ShellOptionsParser.Parse(["-SampleTarget", "-Port", "8080"]);

        Assert.Equal(ShellMode.SampleTarget, options.Mode);
        Assert.Equal(8080, options.Port);
    }

    [Theory]
    [InlineData("-Help", ShellMode.Help)]
    [InlineData("--help", ShellMode.Help)]
    [InlineData("-?", ShellMode.Help)]
    [InlineData("-Version", ShellMode.Version)]
    public void Questions_about_the_program(string argument, object mode) => Assert.Equal(mode, ShellOptionsParser.Parse([argument]).Mode);

    [Theory]
    [InlineData("Unknown option '-Nope'", "-Nope")]
    [InlineData("-Command needs", "-Command")]
    [InlineData("-ModulePath needs", "-ModulePath")]
    [InlineData("-Port takes a number", "-SampleTarget", "-Port", "70000")]
    [InlineData("-Port takes a number", "-SampleTarget", "-Port", "-1")]
    [InlineData("-Port belongs to -SampleTarget", "-Port", "1", "a.ps1")]
    [InlineData("takes neither a script nor -Command", "-SampleTarget", "a.ps1")]
    public void Mistakes_are_named(string message, params string[] arguments) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => ShellOptionsParser.Parse(arguments)).Message);
}

using System.Text.RegularExpressions;
using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Processes;

/// <summary>The program itself: what only a process has.</summary>
public partial class ShellProcessTests
{
    [Fact]
    public async Task Help_and_version_need_no_module()
    {
        using ShellProcess help = ShellProcess.Start("-Help");
        ShellRun run = await help.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Contains("-SampleTarget", run.Out);

        using ShellProcess version = ShellProcess.Start("-Version");
        Assert.Matches(@"^\d+\.\d+\.\d+", (await version.EndAsync()).Out);
    }

    [Fact]
    public async Task A_bad_option_is_bad_usage()
    {
        using ShellProcess shell = ShellProcess.Start("-Nope");

        Assert.Equal(64, (await shell.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task A_script_with_its_arguments_output_and_exit_code()
    {
        using var folder = new TemporaryFolder();
        string script = folder.Write("s.ps1", "param([int] $Code) Get-StandIn 1; Write-Warning 'grün'; Write-Progress Run now; exit $Code");
        using ShellProcess shell = ShellProcess.StartWithModule(script, "-Code", "42");

        ShellRun run = await shell.EndAsync();

        Assert.Equal(42, run.ExitCode);
        Assert.Equal(["   # Standing", "   - --------", "   1 is Running"], run.OutLines);
        Assert.Equal("WARNING: grün\nPROGRESS: Run: now\n", run.Error);
    }

    [Fact]
    public async Task A_session_from_standard_input()
    {
        using ShellProcess shell = ShellProcess.StartWithModule();
        shell.Type("$x = 20 +\n22\n$x\nRead-Host Name\nexit 9\n");

        ShellRun run = await shell.EndAsync();

        Assert.Equal(9, run.ExitCode);
        Assert.Equal("42", run.OutLines[0]);
        Assert.Contains("The shell can't ask for", run.Error);
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task A_signal_stops_the_script(string signal, int exitCode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send.");
        using ShellProcess shell = ShellProcess.StartWithModule("-Command", "try { 'waiting'; Start-Sleep 600 } finally { Write-Host 'cleaned up' }");
        Assert.Equal("waiting", await shell.Out.ReadLineAsync());

        shell.Signal(signal);

        ShellRun run = await shell.EndAsync();
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("cleaned up\n", run.Out);
    }

    [Fact]
    public async Task A_second_Ctrl_C_ends_what_does_not_stop()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send.");
        using ShellProcess shell = ShellProcess.StartWithModule("-Command", "'waiting'; [System.Threading.Thread]::Sleep(600000)");
        Assert.Equal("waiting", await shell.Out.ReadLineAsync());

        shell.Signal("INT");
        shell.Signal("INT");
        // The two may arrive as one; a third in time is as good as a second.
        await Task.Delay(500);
        shell.Signal("INT");

        Assert.Equal(130, (await shell.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_sample_target_serves_until_Ctrl_C()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no signals to send.");
        using ShellProcess shell = ShellProcess.Start("-SampleTarget");
        string url = Url().Match((await shell.Out.ReadLineAsync())!).Value;
        using (var client = new HttpClient())
            Assert.Equal("{\"status\":\"ok\"}", await client.GetStringAsync(url + "fast"));

        shell.Signal("INT");

        ShellRun run = await shell.EndAsync();
        Assert.Equal(0, run.ExitCode);
        Assert.Equal("Requests served: 1\n", run.Out);
    }

    [GeneratedRegex(@"http://[\d.:]+/")]
    private static partial Regex Url();
}

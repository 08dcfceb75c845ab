using System.Net.Http;
using System.Net.Sockets;
using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.SampleTargets;

public class SampleTargetCommandTests
{
    private const string Client = "$c = [System.Net.Http.HttpClient]::new(); ";

    [Fact]
    public void A_script_starts_asks_and_stops_it() => Assert.Equal(
        ["http://127.0.0.1 True", "3", "2", "1", "0"],
        ShellRun.Command(
            Client + "$t = Start-SampleTarget; \"$($t.Url -replace ':\\d+/$') $($t.Port -gt 0)\"; "
            + "1..2 | ForEach-Object { $null = $c.GetStringAsync($t.Url + 'fast').Result }; $null = $c.GetAsync($t.Url + 'status/500').Result; "
            + "$s = Get-SampleTarget; $s.TotalRequests; $s.ByPath['/fast']; $s.ByStatus[500]; "
            + "$t | Stop-SampleTarget; @(Get-SampleTarget).Count").OutLines);

    [Fact]
    public void One_of_several_is_found_by_its_port() => Assert.Equal(
        ["True", "1"],
        ShellRun.Command("$a = Start-SampleTarget; $b = Start-SampleTarget; (Get-SampleTarget -Port $b.Port).Url -eq $b.Url; Stop-SampleTarget -Port $a.Port; @(Get-SampleTarget).Count").OutLines);

    [Fact]
    public void A_port_in_use_has_an_error_of_its_own()
    {
        ShellRun run = ShellRun.Command("$t = Start-SampleTarget; Start-SampleTarget -Port $t.Port");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("SampleTargetPortInUse,LoadTestAz.Shell.Commands.StartSampleTargetCommand", run.Error);
    }

    [Fact]
    public void It_ends_with_the_shell()
    {
        int port = int.Parse(ShellRun.Command("(Start-SampleTarget).Port; throw 'early'").OutLines[0]);

        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        Assert.Throws<SocketException>(() => socket.Connect("127.0.0.1", port));
    }
}

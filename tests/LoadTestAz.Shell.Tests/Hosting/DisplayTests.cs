using LoadTestAz.Shell.Tests.Infrastructure;

namespace LoadTestAz.Shell.Tests.Hosting;

public class DisplayTests
{
    [Fact]
    public void A_modules_view_makes_the_table() => Assert.Equal(
        ["   # Standing", "   - --------", "   1 is Running", "   2 is Running"],
        ShellRun.Command("Get-StandIn").OutLines);

    [Fact]
    public void A_list_shows_all_properties() => Assert.Equal(
        ["Index  : 1", "State  : Running", "Hidden : not in the table"],
        ShellRun.Command("Get-StandIn 1 | Format-List -Property *").OutLines);

    [Fact]
    public void A_table_of_chosen_properties() => Assert.Equal(
        ["State   Index", "-----   -----", "Running     1", "Running     2"],
        ShellRun.Command("Get-StandIn | Format-Table State, Index").OutLines);

    [Fact]
    public void The_window_gives_the_width()
    {
        const string command = "[pscustomobject] @{ Text = 'x' * 200 } | Format-Table";

        // The engine leaves the last column free.
        Assert.Equal(119, ShellRun.Command(command).OutLines.Max(l => l.Length));
        Assert.Equal(39, ShellRun.InProcess(new FakeTerminal { Width = 40 }, "-Command", command).OutLines.Max(l => l.Length));
    }

    [Fact]
    public void Headers_are_coloured_on_a_terminal_only()
    {
        Assert.Contains("\e[32;1m", ShellRun.InProcess(new FakeTerminal { IsOutTerminal = true }, "-Command", "Get-StandIn").Out);
        Assert.DoesNotContain('\e', ShellRun.InProcess(new FakeTerminal { IsOutTerminal = true, WantsColor = false }, "-Command", "Get-StandIn").Out);
        Assert.DoesNotContain('\e', ShellRun.Command("Get-StandIn").Out);
    }

    [Fact]
    public void Data_cannot_control_the_terminal()
    {
        const string command = "\"a`e[31mb`e]0;title`ac`e[2Jd`u{9b}2Je`bf\"";

        Assert.Equal("abcdef\n", ShellRun.Command(command).Out);
        Assert.Equal("a\e[31mbcdef\n", ShellRun.InProcess(new FakeTerminal { IsOutTerminal = true }, "-Command", command).Out);
    }

    [Fact]
    public void Write_Host_colours_on_a_terminal()
    {
        Assert.Equal("\e[91mhi\e[0m\n", ShellRun.InProcess(new FakeTerminal { IsOutTerminal = true }, "-Command", "Write-Host hi -ForegroundColor Red").Out);
        Assert.Equal("hi\n", ShellRun.Command("Write-Host hi -ForegroundColor Red").Out);
    }

    [Fact]
    public void Help_of_the_modules_commands_is_found() => Assert.Contains("Get-StandIn", ShellRun.Command("Get-Help Get-StandIn").Out);
}

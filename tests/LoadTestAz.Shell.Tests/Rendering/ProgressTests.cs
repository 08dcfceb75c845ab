using System.Management.Automation;
using LoadTestAz.Shell.Rendering;
using LoadTestAz.Shell.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Shell.Tests.Rendering;

public class ProgressTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly StringWriter _writer = new() { NewLine = "\n" };

    [Fact]
    public void A_log_shows_the_first_record_and_then_one_in_a_while()
    {
        var display = new LogProgressDisplay(_writer, _time);
        for (int second = 0; second < 65; second++)
        {
            display.Show(new ProgressRecord(0, "Run", $"{second} s") { PercentComplete = second });
            _time.Advance(TimeSpan.FromSeconds(1));
        }

        display.Show(new ProgressRecord(0, "Run", "done") { RecordType = ProgressRecordType.Completed });

        Assert.Equal("PROGRESS:   0 % Run: 0 s\nPROGRESS:  30 % Run: 30 s\nPROGRESS:  60 % Run: 60 s\n", _writer.ToString());
    }

    [Fact]
    public void Another_activity_shows_at_once_in_a_log()
    {
        var display = new LogProgressDisplay(_writer, _time);
        display.Show(new ProgressRecord(0, "Start", "a"));
        display.Show(new ProgressRecord(0, "Wait", "b") { SecondsRemaining = 75 });

        Assert.Equal("PROGRESS: Start: a\nPROGRESS: Wait: b, 00:01:15 left\n", _writer.ToString());
    }

    [Fact]
    public void A_terminal_redraws_one_line_and_clears_it()
    {
        var display = new TerminalProgressDisplay(_writer, () => 80, _time);
        display.Show(new ProgressRecord(0, "Run", "a") { PercentComplete = 50 });
        display.Show(new ProgressRecord(0, "Run", "too soon"));
        _time.Advance(TimeSpan.FromSeconds(1));
        display.Show(new ProgressRecord(0, "Run", "b"));
        display.Show(new ProgressRecord(0, "Run", "b") { RecordType = ProgressRecordType.Completed });

        Assert.Equal("\r\e[K[##########----------]  50 % Run: a\r\e[KRun: b\r\e[K", _writer.ToString());
    }

    [Fact]
    public void A_line_fits_the_window_and_holds_no_controls()
    {
        string line = ProgressText.Bar(new ProgressRecord(0, "Run\e[2J", "a\nb" + new string('x', 100)), width: 40);

        Assert.Equal(39, line.Length);
        Assert.StartsWith("Run: a bxxx", line);
        Assert.EndsWith("...", line);
    }

    [Fact]
    public void Progress_goes_to_standard_error_and_makes_room_for_output()
    {
        ShellRun run = ShellRun.InProcess(new FakeTerminal { IsErrorTerminal = true }, "-Command", "Write-Progress Run now; Write-Warning w");

        Assert.Empty(run.Out);
        Assert.Equal("\r\e[KRun: now\r\e[K\e[33;1mWARNING: w\e[0m\n", run.Error);
    }

    [Fact]
    public void Progress_is_visible_in_a_log() =>
        Assert.Equal("PROGRESS:  10 % Run: now\n", ShellRun.Command("1..100 | ForEach-Object { Write-Progress Run now -PercentComplete 10 }").Error);

    [Fact]
    public void NoProgress_shows_none() =>
        Assert.Empty(ShellRun.InProcess(new FakeTerminal(), "-NoProgress", "-Command", "Write-Progress Run now").Error);
}

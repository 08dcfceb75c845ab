using LoadTestAz.Commands;
using LoadTestAz.Hosting;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Tests.Commands;

/// <summary>How often there is a line, and where.</summary>
public sealed class HeartbeatPaceTests
{
    [Fact]
    public void A_line_comes_at_once_at_each_turn_of_events_and_every_30_s()
    {
        var clock = new FakeTimeProvider();
        var lines = new List<string>();
        var heartbeat = new Heartbeat(lines.Add, clock);

        // Looks every quarter of a second: 20 s of waiting, 70 s of load.
        for (var i = 0; i < 4 * 90; i++)
        {
            var now = i / 4.0;
            heartbeat.Beat(now < 20 ? "wait" : "load", () => $"{now}");
            clock.Advance(TimeSpan.FromMilliseconds(250));
        }

        Assert.Equal(["0", "20", "50", "80"], lines);
    }

    [Theory]
    [InlineData("pwsh -NonInteractive -File x.ps1", true)]
    [InlineData("pwsh -noni -c 1", true)]
    [InlineData("pwsh /noninter -c 1", true)]
    [InlineData("pwsh -NoProfile -c 1", false)]
    [InlineData("pwsh -non", false)]
    [InlineData("pwsh nonInteractive", false)]
    [InlineData("pwsh", false)]
    public void A_shell_that_asks_nobody_is_known_by_its_command_line(string commandLine, bool expected) =>
        Assert.Equal(expected, ProgressSurface.IsNonInteractive(commandLine.Split(' ')));
}

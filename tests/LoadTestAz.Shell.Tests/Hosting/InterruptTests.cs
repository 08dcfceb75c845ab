using LoadTestAz.Shell.Hosting;
using LoadTestAz.Shell.Tests.Infrastructure;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Shell.Tests.Hosting;

public class InterruptTests
{
    [Fact]
    public void With_nothing_running_the_process_shall_end() => Assert.False(new Interrupts(TimeProvider.System).Handle(2));

    [Fact]
    public void The_first_stops_and_the_second_soon_after_ends()
    {
        var time = new FakeTimeProvider();
        var interrupts = new Interrupts(time);
        int stops = 0;
        using (interrupts.Enter(() => stops++))
        {
            Assert.True(interrupts.Handle(2));
            time.Advance(Interrupts.Patience / 2);
            Assert.False(interrupts.Handle(2));
            time.Advance(Interrupts.Patience);
            Assert.True(interrupts.Handle(15));
        }

        Assert.Equal(2, stops);
        Assert.Equal(143, interrupts.ExitCode);
        Assert.False(interrupts.Handle(2));
    }

    [Fact]
    public async Task A_running_command_is_stopped_and_cleans_up()
    {
        var terminal = new FakeTerminal();
        var interrupts = new Interrupts(TimeProvider.System);
        var program = new ShellProgram(terminal, TimeProvider.System, interrupts, AppContext.BaseDirectory);
        Task<int> run = Task.Run(() => program.Run(
            ["-ModulePath", ShellRun.Module, "-Command", "try { 'waiting'; Start-Sleep 600; 'never' } finally { Write-Host 'cleaned up' }"]));
        while (!terminal.OutText.Contains("waiting"))
            await Task.Delay(20);

        Assert.True(interrupts.Handle(2));

        Assert.Equal(130, await run);
        Assert.Equal("waiting\ncleaned up\n", terminal.OutText);
    }
}

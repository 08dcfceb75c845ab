using LoadTestAz.Agent.Health;
using LoadTestAz.Agent.Tests.Support;
using LoadTestAz.Runs;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Agent.Tests.Health;

/// <summary>The watch over a load generator, under simulated time.</summary>
public sealed class HealthMonitorTests
{
    private readonly FakeTimeProvider _clock = new();
    private readonly List<string> _log = [];

    [Fact]
    public async Task Means_and_peaks_are_of_the_time_that_was_watched()
    {
        // The engine at 25 % of its two cores, the machine at 50 % of its four; for 10 s of the minute both at twice that.
        var health = await WatchAsync(60, second => new HealthReading
        {
            EngineCpu = TimeSpan.FromSeconds((second * 0.5) + (Math.Clamp(second - 20, 0, 10) * 0.5)), EngineCores = 2, EngineMemory = second == 30 ? 900 : 100,
            MachineCpu = TimeSpan.FromSeconds(7000 + (second * 2) + (Math.Clamp(second - 20, 0, 10) * 2)), MachineCores = 4, MachineMemory = 5000 + (long)second, MemoryLimit = 10_000,
        });

        Near(0.25 * 70 / 60, health.MeanCpuShare);
        Near(0.5, health.PeakCpuShare);
        Near(0.5 * 70 / 60, health.MachineMeanCpuShare);
        Near(1, health.MachinePeakCpuShare);
        Assert.Equal((900, 5060, 10_000, 2), (health.PeakMemoryBytes, health.MachinePeakMemoryBytes, health.MemoryLimitBytes, health.CpuLimitCores));
        Assert.Equal((true, false), (health.IsCpuHigh, health.IsMemoryHigh));
        Assert.Empty(_log);
    }

    [Fact]
    public async Task A_load_shorter_than_a_window_has_its_mean_as_its_peak_and_only_when_it_is_over()
    {
        var monitor = Monitor(second => new HealthReading { EngineCpu = TimeSpan.FromSeconds(second * 0.9), EngineCores = 1 });
        using var over = new CancellationTokenSource();
        var watching = monitor.RunAsync(over.Token);
        await ElapseAsync(6);
        Near(0.9, monitor.Describe(over: false).MeanCpuShare);
        Assert.Null(monitor.Describe(over: false).PeakCpuShare);

        await over.CancelAsync();
        await watching;
        Near(0.9, monitor.Describe(over: true).PeakCpuShare);
        Assert.True(monitor.Describe(over: true).IsCpuHigh);
    }

    [Fact]
    public async Task What_can_not_be_had_is_null_and_told_once()
    {
        var health = await WatchAsync(30, _ => throw new InvalidOperationException("no such thing here"));
        Assert.Equal(new LoadTestWorkerHealth(), health);
        Assert.Equal((null, null, false, false), (health.CpuShare, health.MemoryShare, health.IsCpuHigh, health.IsMemoryHigh));
        Assert.Contains("no such thing here", Assert.Single(_log));
    }

    [Fact]
    public async Task An_engine_that_has_ended_keeps_its_last_figures()
    {
        var health = await WatchAsync(40, second => second > 20
            ? new HealthReading { EngineCores = 1 }
            : new HealthReading { EngineCpu = TimeSpan.FromSeconds(second * 0.5), EngineCores = 1, EngineMemory = 77 });
        Near(0.5, health.MeanCpuShare);
        Near(0.5, health.PeakCpuShare);
        Assert.Equal(77, health.PeakMemoryBytes);
    }

    private static void Near(double expected, double? actual) => Assert.Equal(expected, actual!.Value, 6);

    private async Task<LoadTestWorkerHealth> WatchAsync(int seconds, Func<double, HealthReading> read)
    {
        var monitor = Monitor(read);
        using var over = new CancellationTokenSource();
        var watching = monitor.RunAsync(over.Token);
        await ElapseAsync(seconds);
        await over.CancelAsync();
        await watching;
        return monitor.Describe(over: true);
    }

    private HealthMonitor Monitor(Func<double, HealthReading> read)
    {
        var since = _clock.GetUtcNow();
        return new HealthMonitor(new ScriptedProbe(() => read((_clock.GetUtcNow() - since).TotalSeconds)), () => 1, _clock, _log.Add);
    }

    // Real time lets what the clock woke run on; it does not matter how much.
    private async Task ElapseAsync(int seconds)
    {
        for (var i = 0; i < seconds; i++)
        {
            await Task.Delay(20);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }

        await Task.Delay(20);
    }
}

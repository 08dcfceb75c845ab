using System.Diagnostics;
using LoadTestAz.Agent.Health;

namespace LoadTestAz.Agent.Tests.Health;

/// <summary>The figures of this machine, loosely: others work here too.</summary>
public sealed class RealHealthTests
{
    [Fact]
    public async Task A_busy_process_shows_what_it_burnt_its_children_included()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "The busy process is a shell script.");
        using var busy = Process.Start(new ProcessStartInfo("timeout", ["60", "sh", "-c", "sh -c 'while :; do :; done' & wait"]))!;
        try
        {
            var probe = new LinuxProbe();
            var meter = new CpuMeter(TimeSpan.FromSeconds(1));
            var since = TimeProvider.System.GetTimestamp();
            HealthReading reading;
            do
            {
                await Task.Delay(200);
                reading = probe.Read(busy.Id);
                meter.Add(TimeProvider.System.GetElapsedTime(since), reading.EngineCpu, reading.EngineCores);
            }
            while (reading.EngineCpu < TimeSpan.FromSeconds(1.5) && TimeProvider.System.GetElapsedTime(since) < TimeSpan.FromSeconds(50));
            var took = TimeProvider.System.GetElapsedTime(since);

            // One core at most, and as much of it as the machine had to spare.
            Assert.InRange(reading.EngineCpu!.Value.TotalSeconds, 1.5, took.TotalSeconds + 0.5);
            Assert.InRange(meter.Mean!.Value * reading.EngineCores!.Value, 1.4 / took.TotalSeconds * 0.5, 1.2);
            Assert.InRange(reading.EngineMemory!.Value, 100_000, 100_000_000);
            Assert.True(reading.MachineCpu > TimeSpan.Zero && reading.MachineCores > 0);
            Assert.InRange(reading.MachineMemory!.Value, 1, reading.MemoryLimit!.Value);
        }
        finally
        {
            busy.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public void This_process_can_be_seen_on_every_system_and_one_that_is_gone_is_null()
    {
        Assert.All(new IHealthProbe[] { HealthProbes.ForThisMachine, new PortableProbe() }, probe =>
        {
            var reading = probe.Read(Environment.ProcessId);
            Assert.True(reading.EngineCpu > TimeSpan.Zero);
            Assert.True(reading.EngineMemory > 1_000_000);
            Assert.True(reading.EngineCores > 0);
            Assert.Equal((null, null), (probe.Read(int.MaxValue).EngineCpu, probe.Read(int.MaxValue).EngineMemory));
        });
    }

    [Fact]
    public void Looking_costs_next_to_nothing()
    {
        var probe = HealthProbes.ForThisMachine;
        probe.Read(Environment.ProcessId);
        using var self = Process.GetCurrentProcess();
        const int Looks = 200;
        var least = TimeSpan.MaxValue;
        for (var round = 0; round < 3; round++)
        {
            var since = TimeProvider.System.GetTimestamp();
            for (var i = 0; i < Looks; i++)
                probe.Read(Environment.ProcessId);
            least = TimeSpan.FromTicks(Math.Min(least.Ticks, TimeProvider.System.GetElapsedTime(since).Ticks));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{least.TotalMilliseconds / Looks:0.000} ms a look");
        Assert.True(least / Looks < TimeSpan.FromMilliseconds(20), $"{least.TotalMilliseconds / Looks} ms a look");
    }
}

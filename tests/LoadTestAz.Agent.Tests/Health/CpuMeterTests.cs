using CsCheck;
using LoadTestAz.Agent.Health;

namespace LoadTestAz.Agent.Tests.Health;

/// <summary>Shares of CPU from counters.</summary>
public sealed class CpuMeterTests
{
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    [Fact]
    public void Nothing_is_known_before_two_readings_and_no_peak_before_a_window()
    {
        var meter = new CpuMeter(Window);
        Assert.Equal((null, null), (meter.Mean, meter.Peak));
        meter.Add(Seconds(1), Seconds(50), 2);
        Assert.Equal((null, null), (meter.Mean, meter.Peak));
        meter.Add(Seconds(3), Seconds(51), 2);
        Assert.Equal((0.25, null), (meter.Mean, meter.Peak));
    }

    [Fact]
    public void A_peak_is_a_mean_over_a_window_and_not_a_burst()
    {
        // 2 s at full, 18 s at rest, 10 s at 90 %, 10 s at rest, on one core.
        var meter = Feed(1, [1, .. Enumerable.Repeat(0d, 9), .. Enumerable.Repeat(0.9, 5), .. Enumerable.Repeat(0d, 5)]);
        Assert.Equal(0.9, meter.Peak!.Value, 9);
        Assert.Equal((2 + 9) / 40d, meter.Mean!.Value, 9);
        Assert.Equal(0.2, Feed(1, [1, 0, 0, 0, 0, 0]).Peak!.Value, 9);
    }

    [Fact]
    public void A_reading_that_is_missing_does_not_lose_what_was_used_meanwhile()
    {
        var meter = new CpuMeter(Window);
        meter.Add(Seconds(0), Seconds(0), 1);
        meter.Add(Seconds(2), null, 1);
        meter.Add(Seconds(4), Seconds(2), null);
        meter.Add(Seconds(6), Seconds(3), 1);
        Assert.Equal(0.5, meter.Mean!.Value, 9);
    }

    [Fact]
    public void A_counter_that_goes_back_is_no_negative_use()
    {
        var meter = new CpuMeter(Window);
        meter.Add(Seconds(0), Seconds(10), 1);
        meter.Add(Seconds(2), Seconds(4), 1);
        meter.Add(Seconds(4), Seconds(5), 1);
        Assert.Equal(0.25, meter.Mean!.Value, 9);
    }

    [Fact]
    public void A_share_is_at_most_1_whatever_the_clocks_say() => Assert.Equal(1, Feed(1, [1.1, 1.1, 1.1, 1.1, 1.1, 1.1]).Peak);

    [Fact]
    public void A_constant_share_is_mean_and_peak_for_any_steps_and_cores() =>
        Gen.Select(Gen.Double[0, 1], Gen.Double[0.1, 64], Gen.Double[0.1, 5].Array[120, 200]).Sample((share, cores, steps) =>
        {
            var meter = new CpuMeter(Window);
            var at = TimeSpan.Zero;
            foreach (var step in steps)
            {
                at += Seconds(step);
                meter.Add(at, at * share * cores, cores);
            }

            Assert.Equal(share, meter.Mean!.Value, tolerance: 1e-5);
            if (at > Window + Seconds(5))
                Assert.Equal(share, meter.Peak!.Value, tolerance: 1e-5);
        });

    private static CpuMeter Feed(double cores, double[] shares)
    {
        var meter = new CpuMeter(Window);
        meter.Add(TimeSpan.Zero, TimeSpan.Zero, cores);
        var used = TimeSpan.Zero;
        for (var i = 0; i < shares.Length; i++)
            meter.Add(Seconds(2 * (i + 1)), used += Seconds(2 * shares[i] * cores), cores);
        return meter;
    }

    private static TimeSpan Seconds(double seconds) => TimeSpan.FromSeconds(seconds);
}

using CsCheck;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs.Clocks;

/// <summary>By how much a clock is off, from looks that are late and coarse but honest.</summary>
public sealed class ClockOffsetTests
{
    private static readonly DateTimeOffset Noon = new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero);

    // Of each look: when it happens, how long the question and the answer take, where in its second the server's Date is stuck.
    private static readonly Gen<(int At, int There, int Back, int Stale)[]> Looks =
        Gen.Select(Gen.Int[0, 600_000], Gen.Int[0, 3_000], Gen.Int[0, 3_000], Gen.Int[0, 999]).Array[1, 15];

    [Fact]
    public void Whatever_the_delays_the_truth_is_within_the_uncertainty_and_a_good_clock_is_left_alone() =>
        Gen.Select(Looks, Gen.Int[-400_000, 400_000], Gen.Bool).Sample((looks, off, isGood) =>
        {
            var ahead = TimeSpan.FromMilliseconds(isGood ? 0 : off);
            var offset = new ClockOffset();
            TimeSpan? before = null;
            foreach (var look in looks)
            {
                Add(offset, ahead, look);
                Assert.InRange(offset.Value, ahead - offset.Uncertainty!.Value, ahead + offset.Uncertainty.Value);
                Assert.True(before is null || offset.Uncertainty <= before * 2, "A further look told less than was known.");
                before = offset.Uncertainty;
            }

            if (isGood)
                Assert.Equal(TimeSpan.Zero, offset.Value);
        });

    [Fact]
    public void Looks_at_different_moments_of_a_second_narrow_it_down()
    {
        var offset = new ClockOffset();
        for (var i = 0; i < 10; i++)
            Add(offset, TimeSpan.FromSeconds(90), (i * 1_100, 10, 10, 0));

        Assert.InRange(offset.Value, TimeSpan.FromSeconds(89.4), TimeSpan.FromSeconds(90));
        Assert.InRange(offset.Uncertainty!.Value, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(0.65));
    }

    [Fact]
    public void A_clock_that_is_set_is_measured_anew()
    {
        var offset = new ClockOffset();
        offset.Add(Noon, Noon, Exactly(Noon.AddSeconds(-30)));
        Assert.Equal(TimeSpan.FromSeconds(30), offset.Value);

        offset.Add(Noon, Noon, Exactly(Noon));
        Assert.Equal(TimeSpan.Zero, offset.Value);

        offset.Add(Noon, Noon, Exactly(Noon.AddSeconds(5)));
        Assert.Equal(TimeSpan.FromSeconds(-5), offset.Value);
    }

    [Fact]
    public void An_answer_before_its_question_tells_nothing()
    {
        var offset = new ClockOffset();
        offset.Add(Noon, Noon.AddMinutes(-5), Exactly(Noon));
        Assert.Equal((TimeSpan.Zero, null), (offset.Value, offset.Uncertainty));
    }

    // As a server shows it that keeps its Date for up to a second.
    private static void Add(ClockOffset offset, TimeSpan ahead, (int At, int There, int Back, int Stale) look)
    {
        var asked = Noon.AddMilliseconds(look.At);
        var seen = asked.AddMilliseconds(look.There);
        var made = seen.AddMilliseconds(-look.Stale);
        var date = made.AddTicks(-(made.Ticks % TimeSpan.TicksPerSecond));
        offset.Add(asked + ahead, seen.AddMilliseconds(look.Back) + ahead, new StoreTime(date, date.AddSeconds(2)));
    }

    private static StoreTime Exactly(DateTimeOffset time) => new(time, time);
}

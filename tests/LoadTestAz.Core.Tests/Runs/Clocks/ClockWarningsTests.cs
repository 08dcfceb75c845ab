using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Core.Tests.Runs.Clocks;

/// <summary>Clocks that are off are told, together where they are many.</summary>
public sealed class ClockWarningsTests
{
    [Fact]
    public void Up_to_two_seconds_are_nothing_to_speak_of() => Assert.Empty(ClockWarnings.Of(Workers(0, 2, -2, null)));

    [Fact]
    public void One_is_told_by_its_number() =>
        Assert.Equal(
            "The clock of worker 1 was 181.2 s behind the store's. All times were corrected by that; have the machine's clock synchronised.",
            Assert.Single(ClockWarnings.Of(Workers(0, -181.2))));

    [Fact]
    public void Many_share_a_line() =>
        Assert.StartsWith(
            "The clocks of 6 of 7 workers were off by more than 2 s, the worst 80 s ahead of the store's: workers 6, 5, 4, 3, 2 and 1 more. ",
            Assert.Single(ClockWarnings.Of(Workers(0, 3, -4, 5, 6, 70, 80))));

    [Fact]
    public void This_machine_is_told_apart()
    {
        Assert.Null(ClockWarnings.OfThisMachine(TimeSpan.FromSeconds(-2)));
        Assert.StartsWith("This machine's clock is 3 s ahead of that of the store.", ClockWarnings.OfThisMachine(TimeSpan.FromSeconds(3)));
    }

    private static LoadTestWorker[] Workers(params double?[] seconds) =>
        [.. seconds.Select((s, i) => new LoadTestWorker
        {
            RunId = "r", Index = i, Name = "w", TestType = TestType.Protocol, Vus = 1, State = WorkerState.Completed, Location = "here",
            ClockOffset = s is null ? null : TimeSpan.FromSeconds(s.Value),
        })];
}

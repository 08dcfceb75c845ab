using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Core.Tests.Plans;

public class RunIdsTests
{
    [Fact]
    public void A_run_id_is_the_instant_and_something_random()
    {
        // 02:45 in Berlin: the id counts in UTC.
        var time = new FakeTimeProvider(new DateTimeOffset(2026, 11, 23, 2, 45, 12, TimeSpan.FromHours(1)));
        Assert.Matches("^lt-20261123-014512-[2-9a-z]{6}$", RunIds.Create(time, new Random(1)));
    }

    [Fact]
    public void Those_of_one_second_differ()
    {
        var (time, random) = (new FakeTimeProvider(), new Random(1));
        var ids = Enumerable.Range(0, 1000).Select(_ => RunIds.Create(time, random)).ToHashSet();
        Assert.Equal(1000, ids.Count);
        Assert.All(ids, id => Assert.True(RunIds.IsValid(id)));
    }

    [Theory]
    [InlineData("a", true)]
    [InlineData("release-42", true)]
    [InlineData("0123456789012345678901234567890123456789", true)]
    [InlineData("01234567890123456789012345678901234567890", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    [InlineData("-a", false)]
    [InlineData("a-", false)]
    [InlineData("a--b", false)]
    [InlineData("A", false)]
    [InlineData("a_b", false)]
    [InlineData("a/b", false)]
    [InlineData("..", false)]
    [InlineData("a\n", false)]
    [InlineData("\u00e4", false)]
    public void What_is_legal_is_what_Azure_takes(string? runId, bool valid) => Assert.Equal(valid, RunIds.IsValid(runId));
}

using LoadTestAz.Merging.Inputs;

namespace LoadTestAz.Core.Tests.Merging.Inputs;

public sealed class InParallelTests
{
    [Theory]
    [InlineData(0, 4)]
    [InlineData(1, 4)]
    [InlineData(1000, 1)]
    [InlineData(1000, 4)]
    public void Does_each_of_them_once(int count, int threads)
    {
        var done = new int[count];
        InParallel.For(count, threads, i => Interlocked.Increment(ref done[i]));
        Assert.All(done, times => Assert.Equal(1, times));
    }

    [Fact]
    public void Tells_what_failed_and_does_no_more()
    {
        var done = 0;
        Assert.Throws<FormatException>(() => InParallel.For(1_000_000, 4, i =>
        {
            Interlocked.Increment(ref done);
            throw new FormatException("number " + i);
        }));
        Assert.InRange(done, 1, 4);
    }
}

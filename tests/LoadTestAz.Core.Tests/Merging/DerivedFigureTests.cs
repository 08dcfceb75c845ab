using LoadTestAz.Merging;

namespace LoadTestAz.Core.Tests.Merging;

/// <summary>Figures that follow from others, on the objects so that they can be sorted by.</summary>
public sealed class DerivedFigureTests
{
    [Theory]
    [InlineData(10, 5, 1, 0.5)]
    [InlineData(10, 5, 10, 0.05)]
    [InlineData(10, 11, 1, 1.0)]
    [InlineData(0, 0, 1, null)]
    public void Failures_of_an_interval_are_a_share_of_its_requests(double perSecond, double failures, int seconds, double? share) =>
        Assert.Equal(share, new LoadTestPoint(default, TimeSpan.FromSeconds(seconds), 1, perSecond, failures, 0, null, null, null, 0, 0).FailureRate);

    [Theory]
    [InlineData("p(95)<500", 500.0)]
    [InlineData("rate >= 0.99", 0.99)]
    [InlineData("rubbish", null)]
    public void A_threshold_tells_its_limit(string expression, double? limit) => Assert.Equal(limit, new LoadTestThreshold("m", expression, 1, true).Limit);
}

using LoadTestAz.Merging;
using LoadTestAz.Reporting.Html.Charts;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests.Html;

public sealed class CourseTests
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    [Fact]
    public void Intervals_without_a_point_are_intervals_in_which_nothing_happened()
    {
        var course = Of(startsAt: 0, lasts: 4, At(0, 10, p99: 5), At(3, 30, p99: 7));
        Assert.Equal([10, 0, 0, 30], course.Requests);
        Assert.Equal([5, null, null, 7], course.P99);
        Assert.Equal([0.1, null, null, 0.1], course.Failures.Select(f => f is { } share ? Math.Round(share, 9) : (double?)null));
    }

    [Fact]
    public void Where_the_load_begins_and_ends_rates_are_over_the_part_that_it_took_and_unknown_where_that_is_little()
    {
        // From 0.25 to 2.3: three quarters, a whole, and three tenths of an interval.
        var course = Of(startsAt: 0.25, lasts: 2.05, At(0, 9, p99: 5), At(1, 20, p99: 5), At(2, 3, p99: 6));
        Assert.Equal([12, 20, null], course.Requests.Select(r => r is { } rate ? Math.Round(rate, 6) : (double?)null));
        Assert.Equal([5, 5, 6], course.P99);
        Assert.Equal(-0.25, course.First, 6);
    }

    [Fact]
    public void What_setup_measured_before_the_load_has_no_rate() =>
        Assert.Equal([null, 20], Of(startsAt: 1, lasts: 1, At(0, 2, p99: 5), At(1, 20, p99: 5)).Requests);

    [Fact]
    public void Without_points_there_is_no_course() => Assert.Null(Course.Of(Results.Empty()));

    private static Course Of(double startsAt, double lasts, params LoadTestPoint[] points) =>
        Course.Of(Results.Empty() with { TimeSeries = points, StartedAt = Results.Start.AddSeconds(startsAt), Duration = TimeSpan.FromSeconds(lasts) })!;

    private static LoadTestPoint At(int second, double requests, double p99) =>
        new(Results.Start.AddSeconds(second), Second, 1, requests, requests / 10, requests, p99 / 2, p99 / 1.5, p99, 0, 0);
}

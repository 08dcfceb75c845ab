using LoadTestAz.Comparing;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Comparing;

public sealed class ComparisonToleranceTests
{
    private static readonly LoadTestMetric[] Metrics =
    [
        Metric("http_req_duration", MetricType.Trend), Metric("http_req_duration{method:GET,status:200}", MetricType.Trend), Metric("http_req_duration{status:500}", MetricType.Trend),
        Metric("http_reqs", MetricType.Counter), Metric("http_req_failed", MetricType.Rate),
    ];

    [Theory]
    [InlineData("http_req_duration", "avg", 0.2)]
    [InlineData("http_req_duration", "p(99)", 0.5)]
    [InlineData("http_req_duration{status:500}", "avg", 0.2)]
    [InlineData("http_req_duration{status:500}", "p(99)", 0.5)]
    [InlineData("http_req_duration{method:GET,status:200}", "avg", 0.01)]
    [InlineData("http_req_duration{method:GET,status:200}", "p(95)", 0.02)]
    [InlineData("http_req_duration{method:GET,status:200}", "p(99)", 0.01)]
    [InlineData("http_reqs", "rate", 0)]
    [InlineData("http_req_failed", "rate", 3)]
    public void What_is_named_more_exactly_counts(string metric, string figure, double share)
    {
        var tolerance = Parse(
            ("http_req_duration", "20%"), ("http_req_duration: p(99)", "0.5"), ("http_req_duration{status:200, method:GET}", "1 %"),
            ("http_req_duration{method:GET,status:200}:p(95)", "2e-2"), ("http_reqs", "0"), ("*", "300%"));
        Assert.Equal(share, tolerance.Of(metric, figure), 1e-12);
    }

    [Fact]
    public void What_is_not_named_has_the_default()
    {
        Assert.Equal(ResultComparer.DefaultTolerance, Parse(("http_reqs", "1")).Of("http_req_failed", "rate"));
        Assert.Equal(0.3, new ComparisonTolerance(0.3).Of("any", "max"));
    }

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        var error = Assert.Throws<FormatException>(() => Parse(
            ("http_req_duratoin", "-0.1"), ("http_reqs", "much"), ("http_reqs:p(95)", "0.1"), ("http_req_failed:rate", "101"), ("zzz\u001b[31m", "0.1"),
            ("http_req_duration{status:200,method:GET}", "NaN"), ("http_req_duration{method:GET, status:200}", "0.1"), ("*", "")));
        Assert.Equal(
            """
            The tolerances have 9 mistakes:
            - *: '' is no tolerance. Write a share of the baseline from 0 to 100, such as 0.1, or percent, such as '10%'.
            - http_req_duration{status:200,method:GET}: it is named twice, in two notations.
            - http_req_duration{status:200,method:GET}: 'NaN' is no tolerance. Write a share of the baseline from 0 to 100, such as 0.1, or percent, such as '10%'.
            - http_req_duratoin: neither the results nor the baselines have such a metric; did you mean 'http_req_duration'?
            - http_req_duratoin: '-0.1' is no tolerance. Write a share of the baseline from 0 to 100, such as 0.1, or percent, such as '10%'.
            - http_req_failed:rate: '101' is no tolerance. Write a share of the baseline from 0 to 100, such as 0.1, or percent, such as '10%'.
            - http_reqs: 'much' is no tolerance. Write a share of the baseline from 0 to 100, such as 0.1, or percent, such as '10%'.
            - http_reqs:p(95): 'p(95)' is none of its figures that are compared: rate.
            - zzz\u{1B}[31m: neither the results nor the baselines have such a metric. $result.Metrics lists them.
            """.ReplaceLineEndings("\n"),
            error.Message);
    }

    private static ComparisonTolerance Parse(params (string Name, string Share)[] texts) =>
        ComparisonTolerance.Parse(texts.ToDictionary(t => t.Name, t => t.Share), Metrics);

    private static LoadTestMetric Metric(string name, MetricType type) => new() { Name = name, Type = type, Contains = MetricContents.Default, Method = FigureMethod.Exact };
}

using CsCheck;
using LoadTestAz.Merging;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Merging;

public sealed class ThresholdExpressionTests
{
    [Theory]
    [InlineData("p(95)<500", "p", 95.0, "<", 500.0)]
    [InlineData(" p( 99.9 ) <= 1.5e3 ", "p", 99.9, "<=", 1500.0)]
    [InlineData("p(0)>0", "p", 0.0, ">", 0.0)]
    [InlineData("p(100)<1", "p", 100.0, "<", 1.0)]
    [InlineData("avg<200", "avg", null, "<", 200.0)]
    [InlineData("min>=-3.5", "min", null, ">=", -3.5)]
    [InlineData("max<+.5", "max", null, "<", 0.5)]
    [InlineData("med!=5.", "med", null, "!=", 5.0)]
    [InlineData("count===7", "count", null, "===", 7.0)]
    [InlineData("rate==0.01", "rate", null, "==", 0.01)]
    [InlineData("value>1E2", "value", null, ">", 100.0)]
    public void Reads_all_of_k6(string text, string aggregation, double? percentile, string op, double limit)
    {
        Assert.True(ThresholdExpression.TryParse(text, out var expression, out var error), error);
        Assert.Equal(new ThresholdExpression(text.Trim(), aggregation, percentile, op, limit), expression);
    }

    [Theory]
    [InlineData("")]
    [InlineData("p(95)")]
    [InlineData("p95<500")]
    [InlineData("p()<500")]
    [InlineData("p(-1)<500")]
    [InlineData("p(100.1)<500")]
    [InlineData("p(٩٥)<500")]
    [InlineData("rate<٠٫٥")]
    [InlineData("rate<0,5")]
    [InlineData("rate=0.5")]
    [InlineData("rate<1e999")]
    [InlineData("avg<500ms")]
    [InlineData("mean<500")]
    [InlineData("AVG<500")]
    [InlineData("avg<5 00")]
    [InlineData("avg<<5")]
    public void Refuses_everything_else_with_a_reason(string text)
    {
        Assert.False(ThresholdExpression.TryParse(text, out var expression, out var error));
        Assert.Null(expression);
        Assert.NotEmpty(error);
    }

    [Theory]
    [InlineData("value<5", 4, true)]
    [InlineData("value<5", 5, false)]
    [InlineData("value<=5", 5, true)]
    [InlineData("value>5", 5, false)]
    [InlineData("value>=5", 5, true)]
    [InlineData("value==5", 5, true)]
    [InlineData("value===5", 4, false)]
    [InlineData("value!=5", 4, true)]
    [InlineData("value!=5", 5, false)]
    public void Compares_as_k6_does(string text, double actual, bool holds)
    {
        Assert.True(ThresholdExpression.TryParse(text, out var expression, out _));
        Assert.Equal(holds, expression.Holds(actual));
        Assert.False(expression.Holds(double.NaN));
    }

    [Theory]
    [InlineData(MetricType.Counter, "count,rate")]
    [InlineData(MetricType.Gauge, "value")]
    [InlineData(MetricType.Rate, "rate")]
    [InlineData(MetricType.Trend, "avg,min,max,med,p(95)")]
    public void Each_kind_of_metric_has_its_figures(MetricType type, string figures)
    {
        foreach (var figure in new[] { "avg", "min", "max", "med", "count", "rate", "value", "p(95)" })
        {
            Assert.True(ThresholdExpression.TryParse(figure + "<1", out var expression, out _));
            Assert.Equal(figures.Split(',').Contains(figure), expression.Fits(type));
        }
    }

    [Fact]
    public void Reading_never_throws() =>
        Gen.Char["pavgmrte(95.)<>=! ee+-٣"].Array[0, 12].Sample(c => { ThresholdExpression.TryParse(new string(c), out _, out _); });
}

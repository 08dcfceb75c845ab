using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.RegularExpressions;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging;

/// <summary>
/// One threshold in k6's syntax: <c>avg|min|max|med|count|rate|value|p(N) &lt;op&gt; number</c>, as in <c>p(95)&lt;500</c>.
/// </summary>
/// <param name="Source">The text as it was written.</param>
/// <param name="Aggregation">The figure it looks at: <c>avg</c>, ..., or <c>p</c> for a percentile.</param>
/// <param name="Percentile">0 to 100; null unless <paramref name="Aggregation"/> is <c>p</c>.</param>
/// <param name="Operator">One of <c>&lt; &lt;= &gt; &gt;= == === !=</c>.</param>
/// <param name="Limit">The number compared with, in the metric's unit.</param>
public sealed partial record ThresholdExpression(string Source, string Aggregation, double? Percentile, string Operator, double Limit)
{
    /// <summary>The figures that k6 offers for each kind of metric.</summary>
    public static IReadOnlyList<string> AggregationsOf(MetricType type) => type switch
    {
        MetricType.Counter => ["count", "rate"],
        MetricType.Gauge => ["value"],
        MetricType.Rate => ["rate"],
        _ => ["avg", "min", "max", "med", "p(N)"],
    };

    /// <summary>True when k6 can evaluate this expression on a metric of that kind.</summary>
    public bool Fits(MetricType type) => AggregationsOf(type).Contains(Percentile is null ? Aggregation : "p(N)");

    /// <summary>Compares the figure with the limit. A figure that is not there (NaN) never holds.</summary>
    public bool Holds(double actual) => Operator switch
    {
        "<" => actual < Limit,
        "<=" => actual <= Limit,
        ">" => actual > Limit,
        ">=" => actual >= Limit,
        "==" or "===" => actual == Limit,
        _ => !double.IsNaN(actual) && actual != Limit,
    };

    /// <summary>Reads an expression.</summary>
    /// <returns>False, with a sentence in <paramref name="error"/>, when the text is none.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out ThresholdExpression? expression, [NotNullWhen(false)] out string? error)
    {
        expression = null;
        error = null;
        var match = Syntax().Match(text);
        if (!match.Success)
        {
            error = "a threshold reads '<figure> <operator> <number>', where the figure is one of avg, min, max, med, count, rate, value, p(N) and the operator one of <, <=, >, >=, ==, ===, !=";
            return false;
        }

        double? percentile = null;
        if (match.Groups["p"].Success)
        {
            percentile = double.Parse(match.Groups["p"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (percentile > 100)
            {
                error = $"a percentile lies between 0 and 100, not at {match.Groups["p"].Value}";
                return false;
            }
        }

        var limit = double.Parse(match.Groups["limit"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!double.IsFinite(limit))
        {
            error = $"the number {match.Groups["limit"].Value} is too large";
            return false;
        }

        expression = new ThresholdExpression(
            text.Trim(),
            percentile is null ? match.Groups["figure"].Value : "p",
            percentile,
            match.Groups["op"].Value,
            limit);
        return true;
    }

    // Digits are 0 to 9: \d would take those of every script, which double.Parse does not.
    [GeneratedRegex(@"^\s*(?:(?<figure>avg|min|max|med|count|rate|value)|p\(\s*(?<p>[0-9]+\.?[0-9]*|\.[0-9]+)\s*\))\s*(?<op><=|>=|===|==|!=|<|>)\s*(?<limit>[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)\s*$", RegexOptions.CultureInvariant)]
    private static partial Regex Syntax();
}

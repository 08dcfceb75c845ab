using System.Globalization;

namespace LoadTestAz.Merging;

/// <summary>A percentile of a Trend, and how well it is known.</summary>
/// <param name="Percentile">0 to 100.</param>
/// <param name="Value">The figure, in the metric's unit; with k6's interpolation.</param>
/// <param name="LowerBound">The true one is not below; minus infinity when nothing limits it.</param>
/// <param name="UpperBound">The true one is not above; infinity when nothing limits it.</param>
/// <param name="Method">How the figure came about.</param>
public sealed record LoadTestPercentile(double Percentile, double Value, double LowerBound, double UpperBound, FigureMethod Method)
{
    /// <summary>For lists: <c>p(95) 77.2</c>, and the bounds of an estimate.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"p({Percentile}) {Value:G6}{(Method is FigureMethod.Estimate ? $" ({LowerBound:G6} to {UpperBound:G6})" : "")}");
}

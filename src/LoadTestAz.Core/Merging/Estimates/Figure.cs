using System.Globalization;

namespace LoadTestAz.Merging.Estimates;

/// <summary>A figure that says where in the sorted samples a value stands: min, max, med or a percentile.</summary>
/// <param name="Label">Its name, if it is no <c>p(N)</c>.</param>
/// <param name="Percent">0 for min, 100 for max, 95 for <c>p(95)</c>.</param>
/// <param name="Low">The least that the written figure can stand for.</param>
/// <param name="High">The most that it can stand for.</param>
internal readonly record struct Figure(string? Label, double Percent, double Low, double High)
{
    /// <summary>0 for min, 1 for max; divided as k6 does.</summary>
    public double Share { get; private init; } = Percent / 100;

    /// <summary>As in k6.</summary>
    public string Name => Label ?? $"p({Percent.ToString(CultureInfo.InvariantCulture)})";

    public double Middle => Low == High ? Low : Low + ((High - Low) / 2);

    /// <summary>The same of the negated samples.</summary>
    public Figure Mirror => new(Label, 100 - Percent, -High, -Low) { Share = 1 - Share };

    public double Size => Math.Max(Math.Abs(Low), Math.Abs(High));
}

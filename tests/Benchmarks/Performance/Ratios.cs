using LoadTestAz.Benchmarks.Measuring;

namespace LoadTestAz.Benchmarks.Performance;

/// <summary>How many times as much one way took as another, round by round.</summary>
internal static class Ratios
{
    /// <summary>The ratios of two lists of the same rounds; of the medians when they are not of the same rounds.</summary>
    public static Spread Of(IReadOnlyList<double> many, IReadOnlyList<double> few) =>
        many.Count == few.Count ? Spread.Of(many.Zip(few, (m, f) => m / f)) : Spread.Of([Spread.Of(many).Median / Spread.Of(few).Median]);

    /// <summary>An aim of a ratio that is to be large.</summary>
    public static Target AtLeast(double wanted, string what, Spread? measured, string whyNot = "it is not there") => measured is null
        ? new Target(what, $"at least {wanted:0.0#} times", whyNot, null)
        : new Target(what, $"at least {wanted:0.0#} times", measured.ToString("0.00"), measured.Median >= wanted);

    /// <summary>An aim of an amount that is to be small.</summary>
    public static Target Below(double wanted, string unit, string what, Spread measured) =>
        new(what, $"below {wanted:0.##} {unit}", $"{measured.ToString(wanted < 10 ? "0.00" : "0")} {unit}", measured.Median < wanted);
}

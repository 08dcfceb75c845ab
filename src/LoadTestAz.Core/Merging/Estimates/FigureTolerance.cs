namespace LoadTestAz.Merging.Estimates;

/// <summary>How far figures may be from what they stand for, because they were rounded when written: by the larger of both.</summary>
/// <param name="Absolute">In the metric's unit; 5e-7 for six decimals.</param>
/// <param name="Relative">A share of the figure's size.</param>
public readonly record struct FigureTolerance(double Absolute, double Relative)
{
    /// <summary>Figures as k6 computed them: its JSON has every digit.</summary>
    public static FigureTolerance None => default;

    internal double Around(double value) => Math.Max(Absolute, Relative * Math.Abs(value));
}

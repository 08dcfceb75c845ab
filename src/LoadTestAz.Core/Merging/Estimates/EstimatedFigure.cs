namespace LoadTestAz.Merging.Estimates;

/// <summary>A figure that the input does not determine wholly.</summary>
/// <param name="Value">The best guess, within the bounds.</param>
/// <param name="LowerBound">No data that fits the input has less; minus infinity when nothing limits it.</param>
/// <param name="UpperBound">No data that fits the input has more; infinity when nothing limits it.</param>
public readonly record struct EstimatedFigure(double Value, double LowerBound, double UpperBound)
{
    /// <summary>True when the input leaves only one value.</summary>
    public bool IsExact => LowerBound == UpperBound;
}

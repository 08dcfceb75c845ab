namespace LoadTestAz.Shell.Commands;

/// <summary>What Measure-Object found; what was not asked for is null.</summary>
public sealed record MeasureInfo
{
    /// <summary>How many objects had a value.</summary>
    public required int Count { get; init; }

    /// <summary>The mean.</summary>
    public double? Average { get; init; }

    /// <summary>The sum.</summary>
    public double? Sum { get; init; }

    /// <summary>The greatest.</summary>
    public object? Maximum { get; init; }

    /// <summary>The least.</summary>
    public object? Minimum { get; init; }

    /// <summary>The property that was measured; null for the objects themselves.</summary>
    public string? Property { get; init; }
}

namespace LoadTestAz.Merging.K6;

/// <summary>What a line of k6's raw output turned out to be.</summary>
internal enum K6LineKind
{
    /// <summary>Not k6's JSON: console text, for instance.</summary>
    Foreign,

    /// <summary>Meant as k6's JSON, but broken or without what is needed.</summary>
    Odd,

    /// <summary>A sample.</summary>
    Point,

    /// <summary>A metric's declaration.</summary>
    Metric,
}

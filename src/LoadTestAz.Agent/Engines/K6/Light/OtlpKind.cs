namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>What a point's numbers are.</summary>
internal enum OtlpKind
{
    /// <summary>The last value.</summary>
    Gauge,

    /// <summary>A sum, in double precision.</summary>
    Sum,

    /// <summary>A sum of whole numbers: how often something was.</summary>
    Count,

    /// <summary>An exponential histogram.</summary>
    Histogram,
}

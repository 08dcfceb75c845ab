namespace LoadTestAz.Shell.SampleTargets;

/// <summary>What the sample target serves; each is counted on its own.</summary>
internal enum SampleEndpoint
{
    Root,
    Fast,
    Medium,
    Slow,
    Flaky,
    Status,
    Delay,
    Bytes,
    Redirect,
    Echo,
    Hang,
    Reset,

    /// <summary>Any other path: answered with 404.</summary>
    Other,
}

namespace LoadTestAz.Merging;

/// <summary>A check over all workers.</summary>
/// <param name="Group">k6's group path, such as <c>::browse::details</c>; empty outside any group.</param>
/// <param name="Name">The check's name.</param>
/// <param name="Passes">How often it held.</param>
/// <param name="Fails">How often it did not.</param>
public sealed record LoadTestCheck(string Group, string Name, long Passes, long Fails)
{
    /// <summary>The share that held, 0 to 1.</summary>
    public double Rate => Passes + Fails == 0 ? 0 : (double)Passes / (Passes + Fails);
}

namespace LoadTestAz.Metrics;

/// <summary>How often a check passed and failed.</summary>
public sealed class CheckTally
{
    internal CheckTally(string group, string name) => (Group, Name) = (group, name);

    /// <summary>The path of the group it stands in, as k6 has it: <c>::checkout::payment</c>, or empty for the root.</summary>
    public string Group { get; }

    /// <summary>The check's name.</summary>
    public string Name { get; }

    /// <summary>How often it held.</summary>
    public long Passes { get; private set; }

    /// <summary>How often it did not.</summary>
    public long Fails { get; private set; }

    internal void Add(long passes, long fails)
    {
        Passes += passes;
        Fails += fails;
    }
}

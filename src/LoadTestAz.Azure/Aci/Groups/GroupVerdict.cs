namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>What an answer to a creation means.</summary>
internal enum GroupVerdict
{
    /// <summary>There is a group.</summary>
    Accepted,

    /// <summary>Too many requests; nothing was done.</summary>
    Throttled,

    /// <summary>An earlier operation on the same group is not done yet.</summary>
    Transitioning,

    /// <summary>A quota of the region is reached; it stays so until somebody makes room.</summary>
    QuotaReached,

    /// <summary>The region has no room now; it may have later.</summary>
    NoCapacity,

    /// <summary>The region does not offer what is asked for.</summary>
    NotOffered,

    /// <summary>The image can't be pulled.</summary>
    ImagePull,

    /// <summary>Nobody knows whether there is a group.</summary>
    Uncertain,

    /// <summary>No right to it, or what it needs is not there: the same for every worker.</summary>
    Fatal,

    /// <summary>Refused for another reason.</summary>
    Refused,
}

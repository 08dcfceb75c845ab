namespace LoadTestAz.Azure.Aci.Pacing;

/// <summary>A limit to how often something may be done. Not safe for several threads at once.</summary>
internal interface IRateLimit
{
    /// <summary>The limit in words: <c>100 in 5 minutes</c>.</summary>
    string Words { get; }

    /// <summary>How long to wait until it may be done once more; zero for now.</summary>
    TimeSpan WaitAt(DateTimeOffset now);

    /// <summary>It is done now.</summary>
    void Take(DateTimeOffset now);

    /// <summary>What was taken last was not done after all.</summary>
    void GiveBack();
}

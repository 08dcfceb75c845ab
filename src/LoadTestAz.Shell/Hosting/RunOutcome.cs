namespace LoadTestAz.Shell.Hosting;

/// <summary>How a command ended.</summary>
internal enum RunOutcome
{
    /// <summary>It came to its end, or called <c>exit</c>.</summary>
    Completed,

    /// <summary>A terminating error ended it; the error has been shown.</summary>
    Failed,

    /// <summary>It was stopped.</summary>
    Stopped,
}

namespace LoadTestAz.Runs;

/// <summary>The store already has a run of that id.</summary>
public sealed class RunExistsException(string runId, string location)
    : Exception($"There is already a run '{runId}' in '{location}'. Make a new plan (each has a run id of its own), or give another -RunId.")
{
    /// <summary>The id in question.</summary>
    public string RunId { get; } = runId;
}

/// <summary>The store has no run of that id.</summary>
public sealed class RunNotFoundException(string runId, string location)
    : Exception($"There is no run '{runId}' in '{location}'. Check the run id, and name the store it was started with by -Store.")
{
    /// <summary>The id in question.</summary>
    public string RunId { get; } = runId;
}

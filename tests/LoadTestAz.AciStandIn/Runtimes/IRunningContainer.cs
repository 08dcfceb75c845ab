namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>A container that runs, or has ended.</summary>
public interface IRunningContainer : IAsyncDisposable
{
    /// <summary>Done with its exit code when it has ended and all that it printed is in its log.</summary>
    Task<int> Exited { get; }

    /// <summary>Asks it to end (SIGTERM), and ends it when it does not within a bound.</summary>
    Task StopAsync();

    /// <summary>Ends it at once (SIGKILL).</summary>
    void Kill();
}

namespace LoadTestAz.Ports;

/// <summary>What came of setup().</summary>
/// <param name="Data">What it returned, as JSON; null when that was nothing.</param>
/// <param name="Failure">How it failed; null when it did not.</param>
public sealed record SetupOutcome(string? Data, EngineOutcome? Failure);

/// <summary>
/// An engine whose script may have a setup() and a teardown() that one worker runs for all: between
/// <see cref="ILoadEngine.PrepareAsync"/> and <see cref="ILoadEngine.RunAsync"/> one engine is told to run it, and the others
/// get what it returned.
/// </summary>
public interface ISharedSetup
{
    /// <summary>Runs setup(). This engine then also runs teardown(), at the end of its <see cref="ILoadEngine.RunAsync"/>.</summary>
    /// <param name="loadEnded">
    /// Called when this engine's own load has ended, and told whether the script itself broke it off; done when the load of
    /// all other workers has ended. teardown() waits for it, as long as it is not cancelled.
    /// </param>
    /// <param name="cancellationToken">Breaks setup() off.</param>
    Task<SetupOutcome> SetUpAsync(Func<bool, CancellationToken, Task> loadEnded, CancellationToken cancellationToken);

    /// <summary>Takes what setup() returned on another worker.</summary>
    /// <param name="data">As JSON; null when it returned nothing.</param>
    /// <param name="cancellationToken">Ends the attempt.</param>
    Task TakeSetupDataAsync(string? data, CancellationToken cancellationToken);
}

using LoadTestAz.Runs;

namespace LoadTestAz.Ports;

/// <summary>Workers that a platform still has although their run is over, whoever started it and wherever.</summary>
public interface IExpiredWorkers
{
    /// <summary>Those that are past the instant after which they are of no use.</summary>
    /// <exception cref="ComputeException">The platform does not tell.</exception>
    Task<IReadOnlyList<LoadTestExpiredWorker>> FindAsync(CancellationToken cancellationToken);

    /// <summary>Removes one; returns once it is seen to be gone.</summary>
    /// <exception cref="ComputeException">It is still there, or the platform does not tell.</exception>
    Task DeleteAsync(LoadTestExpiredWorker worker, CancellationToken cancellationToken);
}

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>What runs containers. Disposing it ends all that it still runs.</summary>
public interface IContainerRuntime : IAsyncDisposable
{
    /// <summary>Starts a container.</summary>
    /// <exception cref="ContainerStartException">It can't be started.</exception>
    IRunningContainer Start(ContainerStart container);
}

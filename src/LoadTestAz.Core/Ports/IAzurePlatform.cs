using LoadTestAz.Plans;

namespace LoadTestAz.Ports;

/// <summary>What Azure is to the rest of us: stores in Blob Storage, and workers on Container Instances.</summary>
public interface IAzurePlatform
{
    /// <summary>The store in a blob container, by its https address. Touches no network.</summary>
    /// <exception cref="StoreException">The address makes no sense.</exception>
    IResultStore OpenStore(string location, AzureSignIn signIn);

    /// <summary>The workers' platform that a plan names. Touches no network.</summary>
    /// <param name="azure">The plan's settings.</param>
    /// <param name="signIn">Who signs in.</param>
    /// <param name="workspaceKey">The key of the plan's Log Analytics workspace, for those who launch; null where it names none.</param>
    /// <param name="notice">Is told about waits that people notice.</param>
    /// <exception cref="ComputeException">The settings would send tokens where they don't belong.</exception>
    IComputeBackend OpenCompute(LoadTestAzureSettings azure, AzureSignIn signIn, string? workspaceKey, Action<string>? notice);

    /// <summary>Looks at all that a plan for Azure needs before a run costs anything, one check after another; changes nothing.</summary>
    /// <param name="plan">The plan; for Azure.</param>
    /// <param name="signIn">Who signs in.</param>
    /// <param name="thorough">All checks; otherwise those that cost a few reads and tell most.</param>
    /// <param name="notice">Is told about waits that people notice.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="ComputeException">The settings would send tokens where they don't belong.</exception>
    IAsyncEnumerable<LoadTestPlanCheck> CheckAsync(LoadTestPlan plan, AzureSignIn signIn, bool thorough, Action<string>? notice, CancellationToken cancellationToken);

    /// <summary>Workers in a resource group whose runs are over. Touches no network.</summary>
    /// <param name="azure">Its subscription, resource group and cloud are what counts.</param>
    /// <param name="signIn">Who signs in.</param>
    /// <param name="notice">Is told about waits that people notice.</param>
    /// <exception cref="ComputeException">The settings would send tokens where they don't belong.</exception>
    IExpiredWorkers OpenExpired(LoadTestAzureSettings azure, AzureSignIn signIn, Action<string>? notice);
}

using Azure.Core;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>How Azure Resource Manager is talked to.</summary>
internal sealed class ArmOptions : ClientOptions
{
    /// <summary>What is sent and expected: the newest version of Microsoft.ContainerInstance that is generally available.</summary>
    public const string ApiVersion = "2026-07-01";

    /// <summary>The version for subscriptions, resource groups and providers.</summary>
    public const string ResourcesApiVersion = "2021-04-01";

    /// <summary>A request that is not answered within this time has failed; nobody knows then what became of it.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(60);

    /// <summary>The defaults; tests change the transport.</summary>
    public ArmOptions()
    {
        // Retried by ArmClient and GroupLauncher, which know what may be sent twice, and share one pace.
        Retry.MaxRetries = 0;
        Retry.NetworkTimeout = TryTimeout;
        Diagnostics.ApplicationId = nameof(LoadTestAz);
        Diagnostics.IsLoggingContentEnabled = false;
        Diagnostics.IsDistributedTracingEnabled = false;
    }
}

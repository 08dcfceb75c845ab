namespace LoadTestAz.Ports;

/// <summary>Who signs in to Azure. Nobody's secrets pass through here: each source has its own.</summary>
public enum AzureCredentialSource
{
    /// <summary>
    /// The session's own sign-in (Connect-AzAccount) where there is one; else environment, workload identity, managed
    /// identity, Azure CLI, Azure PowerShell, in this order.
    /// </summary>
    Default,

    /// <summary>The session's own sign-in by Connect-AzAccount.</summary>
    AzContext,

    /// <summary>The Azure CLI's sign-in (<c>az login</c>).</summary>
    AzureCli,

    /// <summary>The managed identity of this machine; the user-assigned one that AZURE_CLIENT_ID names, if it is set.</summary>
    ManagedIdentity,

    /// <summary>A service principal, as AZURE_TENANT_ID, AZURE_CLIENT_ID and a secret or certificate name it.</summary>
    Environment,

    /// <summary>Workload identity federation, as in Kubernetes and pipelines.</summary>
    WorkloadIdentity,
}

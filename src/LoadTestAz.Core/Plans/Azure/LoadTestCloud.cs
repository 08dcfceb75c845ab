namespace LoadTestAz.Plans;

/// <summary>An Azure cloud, by the name that Azure PowerShell and the Azure CLI have for it.</summary>
public enum LoadTestCloud
{
    /// <summary>The public cloud.</summary>
    AzureCloud,

    /// <summary>Azure Government.</summary>
    AzureUSGovernment,

    /// <summary>Azure operated by 21Vianet.</summary>
    AzureChinaCloud,
}

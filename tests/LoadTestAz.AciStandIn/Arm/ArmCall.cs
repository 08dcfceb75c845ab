namespace LoadTestAz.AciStandIn.Arm;

/// <summary>What a request asks for.</summary>
public enum ArmCall
{
    /// <summary>Nothing that the stand-in knows.</summary>
    Unknown,

    /// <summary>Create or replace a container group.</summary>
    PutGroup,

    /// <summary>One group, with its states.</summary>
    GetGroup,

    /// <summary>Change a group's tags.</summary>
    PatchGroup,

    /// <summary>Delete a group.</summary>
    DeleteGroup,

    /// <summary>The groups of a resource group or of the subscription.</summary>
    ListGroups,

    /// <summary>Start a stopped group.</summary>
    StartGroup,

    /// <summary>Stop a group.</summary>
    StopGroup,

    /// <summary>Restart a group.</summary>
    RestartGroup,

    /// <summary>What a container printed.</summary>
    ContainerLogs,

    /// <summary>Quotas of a region and what of them is in use.</summary>
    Usages,

    /// <summary>Sizes that a region offers.</summary>
    Capabilities,

    /// <summary>How an operation stands (the Azure-AsyncOperation link).</summary>
    Operation,

    /// <summary>What came of an operation (the Location link).</summary>
    OperationResult,

    /// <summary>The subscription.</summary>
    Subscription,

    /// <summary>A resource group.</summary>
    ResourceGroup,

    /// <summary>Whether Microsoft.ContainerInstance is registered, and where it is offered.</summary>
    Provider,

    /// <summary>Any other resource: an identity, a storage account, a registry, a subnet.</summary>
    Resource,
}

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>The words for a group's state (instanceView) and for how its last operation stands (provisioningState).</summary>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-state"/>
internal static class GroupStates
{
    public const string Pending = "Pending";
    public const string Running = "Running";
    public const string Stopped = "Stopped";
    public const string Succeeded = "Succeeded";
    public const string Failed = "Failed";
    public const string Creating = "Creating";
    public const string Updating = "Updating";
    public const string Deleting = "Deleting";
}

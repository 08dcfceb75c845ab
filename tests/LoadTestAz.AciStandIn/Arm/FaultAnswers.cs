using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Groups;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>What the faults that are answers look like.</summary>
internal static class FaultAnswers
{
    private static readonly TimeSpan DefaultRetryAfter = TimeSpan.FromSeconds(5);

    public static ArmException Of(Fault fault, ArmRequest request, GroupSpec? spec, GroupTable groups, StandInWorld world) => fault.Action switch
    {
        FaultAction.Throttle => ArmErrors.Throttled(fault.Delay ?? DefaultRetryAfter),
        FaultAction.Transitioning => ArmErrors.Transitioning(request.Route.Name),
        FaultAction.QuotaReached => QuotaReached(fault, request, spec, groups),
        FaultAction.NoCapacity => ArmErrors.NoCapacity(request.Target.Region, spec?.Cpu ?? 1, spec?.MemoryGB ?? 1, spec?.HasSubnet ?? false),
        FaultAction.InaccessibleImage => ArmErrors.InaccessibleImage(spec?.Containers[0].Image ?? "", request.Route.Name),
        FaultAction.Forbidden => ArmErrors.Forbidden(ActionOf(request.Route.Call), request.Route.Path),
        _ => new ArmException(fault.Status, fault.Code ?? "InternalServerError", fault.Message ?? $"The server was asked to fail with {fault.Status}.")
        {
            RetryAfter = fault.Delay,
        },
    };

    // Full, whatever the quota really is: the usage is what is there, and the limit no more.
    private static ArmException QuotaReached(Fault fault, ArmRequest request, GroupSpec? spec, GroupTable groups)
    {
        var region = request.Target.Region ?? "";
        var usage = fault.Code is null ? groups.Usage(region, fault.Quota) : 0;
        return ArmErrors.QuotaReached(fault.Code ?? "ContainerGroupQuotaReached", fault.Quota, region, usage, usage, fault.Quota == QuotaNames.ContainerGroups ? 1 : spec?.Cores ?? 1);
    }

    private static string ActionOf(ArmCall call) => call switch
    {
        ArmCall.PutGroup or ArmCall.PatchGroup => "Microsoft.ContainerInstance/containerGroups/write",
        ArmCall.DeleteGroup => "Microsoft.ContainerInstance/containerGroups/delete",
        ArmCall.StartGroup => "Microsoft.ContainerInstance/containerGroups/start/action",
        ArmCall.StopGroup => "Microsoft.ContainerInstance/containerGroups/stop/action",
        ArmCall.RestartGroup => "Microsoft.ContainerInstance/containerGroups/restart/action",
        ArmCall.ContainerLogs => "Microsoft.ContainerInstance/containerGroups/containers/logs/read",
        ArmCall.Usages => "Microsoft.ContainerInstance/locations/usages/read",
        ArmCall.Capabilities => "Microsoft.ContainerInstance/locations/capabilities/read",
        ArmCall.Operation or ArmCall.OperationResult => "Microsoft.ContainerInstance/locations/operations/read",
        ArmCall.Subscription => "Microsoft.Resources/subscriptions/read",
        ArmCall.ResourceGroup => "Microsoft.Resources/subscriptions/resourceGroups/read",
        ArmCall.Provider => "Microsoft.Resources/subscriptions/providers/read",
        _ => "Microsoft.ContainerInstance/containerGroups/read",
    };
}

using LoadTestAz.AciStandIn.Arm;

namespace LoadTestAz.AciStandIn.Faults;

/// <summary>Where an action strikes, and which requests when the fault names none.</summary>
internal static class FaultTraits
{
    private static readonly ArmCall[] Changes = [ArmCall.PutGroup, ArmCall.DeleteGroup, ArmCall.StartGroup, ArmCall.StopGroup, ArmCall.RestartGroup];
    private static readonly ArmCall[] Operations = [ArmCall.PutGroup, ArmCall.DeleteGroup, ArmCall.StartGroup, ArmCall.RestartGroup];
    private static readonly ArmCall[] Groups =
    [
        ArmCall.PutGroup, ArmCall.GetGroup, ArmCall.PatchGroup, ArmCall.DeleteGroup, ArmCall.ListGroups,
        ArmCall.StartGroup, ArmCall.StopGroup, ArmCall.RestartGroup, ArmCall.ContainerLogs,
    ];

    public static FaultStage StageOf(FaultAction action) => action switch
    {
        FaultAction.Slow or FaultAction.CutBefore or FaultAction.ForeignLinks => FaultStage.Arrival,
        FaultAction.CutAfter => FaultStage.Departure,
        FaultAction.SlowOperation or FaultAction.FailOperation or FaultAction.NeverStarts or FaultAction.PullFails
            or FaultAction.PlatformRestart or FaultAction.Kill or FaultAction.DeleteLingers => FaultStage.Acceptance,
        _ => FaultStage.Answer,
    };

    public static IReadOnlyList<ArmCall> CallsOf(FaultAction action) => action switch
    {
        FaultAction.QuotaReached or FaultAction.NoCapacity or FaultAction.InaccessibleImage => [ArmCall.PutGroup, ArmCall.StartGroup],
        FaultAction.NeverStarts or FaultAction.PullFails or FaultAction.PlatformRestart or FaultAction.Kill => [ArmCall.PutGroup, ArmCall.StartGroup, ArmCall.RestartGroup],
        FaultAction.FailOperation => [ArmCall.PutGroup],
        FaultAction.DeleteLingers => [ArmCall.DeleteGroup],
        FaultAction.SlowOperation => Operations,
        FaultAction.Transitioning => Changes,
        FaultAction.ForeignLinks => [.. Operations, ArmCall.ListGroups],
        _ => Groups,
    };
}

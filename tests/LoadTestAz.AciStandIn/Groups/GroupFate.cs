using LoadTestAz.AciStandIn.Faults;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>What the fault script has in store for a group from its next start on, or for a delete.</summary>
internal sealed class GroupFate(IReadOnlyList<Fault> faults)
{
    public static readonly GroupFate None = new([]);

    /// <summary>How much longer the operation takes.</summary>
    public TimeSpan OperationDelay => Find(FaultAction.SlowOperation)?.Delay ?? TimeSpan.Zero;

    public bool NeverStarts => Find(FaultAction.NeverStarts) is not null;

    public bool PullFails => Find(FaultAction.PullFails) is not null;

    public Fault? FailOperation => Find(FaultAction.FailOperation);

    public Fault? DeleteLingers => Find(FaultAction.DeleteLingers);

    /// <summary>What ends the container while it runs: Kill or PlatformRestart.</summary>
    public Fault? Ending => Find(FaultAction.Kill) ?? Find(FaultAction.PlatformRestart);

    private Fault? Find(FaultAction action) => faults.FirstOrDefault(f => f.Action == action);
}

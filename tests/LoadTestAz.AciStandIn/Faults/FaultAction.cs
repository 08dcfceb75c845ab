namespace LoadTestAz.AciStandIn.Faults;

/// <summary>What goes wrong.</summary>
public enum FaultAction
{
    /// <summary>429; <see cref="Fault.Delay"/> is what Retry-After says.</summary>
    Throttle,

    /// <summary>409 ContainerGroupTransitioning.</summary>
    Transitioning,

    /// <summary>409: the quota <see cref="Fault.Quota"/> is used up. <see cref="Fault.Code"/> is ServiceUnavailable where fraud is suspected.</summary>
    QuotaReached,

    /// <summary>409 ServiceUnavailable: the region has no room now.</summary>
    NoCapacity,

    /// <summary>400 InaccessibleImage.</summary>
    InaccessibleImage,

    /// <summary>403 AuthorizationFailed.</summary>
    Forbidden,

    /// <summary>Any other answer: <see cref="Fault.Status"/>, <see cref="Fault.Code"/>, <see cref="Fault.Message"/>.</summary>
    Error,

    /// <summary>The answer comes late by <see cref="Fault.Delay"/>.</summary>
    Slow,

    /// <summary>The connection breaks, and nothing has happened.</summary>
    CutBefore,

    /// <summary>The connection breaks after the request has had its effect.</summary>
    CutAfter,

    /// <summary>Links in the answer (nextLink, Azure-AsyncOperation, Location) lead to another host.</summary>
    ForeignLinks,

    /// <summary>The operation takes longer by <see cref="Fault.Delay"/>.</summary>
    SlowOperation,

    /// <summary>The operation fails after it was accepted, with <see cref="Fault.Code"/> (none: only events tell) and <see cref="Fault.Message"/>.</summary>
    FailOperation,

    /// <summary>The group stays Pending.</summary>
    NeverStarts,

    /// <summary>The image can't be pulled; the group's events tell.</summary>
    PullFails,

    /// <summary>
    /// After <see cref="Fault.Delay"/> of running, the platform ends the container with <see cref="Fault.ExitCode"/> and
    /// starts it again.
    /// </summary>
    PlatformRestart,

    /// <summary>After <see cref="Fault.Delay"/> of running, the container is killed and ends with <see cref="Fault.ExitCode"/>.</summary>
    Kill,

    /// <summary>A delete is done by its own account, and the group lives on: for <see cref="Fault.Delay"/>, or for ever.</summary>
    DeleteLingers,
}

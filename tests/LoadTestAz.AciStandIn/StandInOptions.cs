using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn;

/// <summary>How a stand-in behaves.</summary>
public sealed record StandInOptions
{
    /// <summary>What throttling, operations and the states of groups go by. The lifetime of tokens goes by real time.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What runs the containers; null for the real worker program, a process each.</summary>
    public IContainerRuntime? Runtime { get; init; }

    /// <summary>What there is in this Azure.</summary>
    public StandInWorld World { get; init; } = new();

    /// <summary>The port; 0 for a free one.</summary>
    public int Port { get; init; }

    /// <summary>The managed identity endpoint's port; 0 for a free one.</summary>
    public int IdentityPort { get; init; }

    /// <summary>What to identify itself with; null for a new one of its own.</summary>
    public LoopbackCertificate? Certificate { get; init; }

    /// <summary>The limits of ARM and of the provider; null for none.</summary>
    public ArmLimits? Limits { get; init; } = new();

    /// <summary>How long a group is Pending.</summary>
    public TimeSpan SchedulingTime { get; init; }

    /// <summary>How long a group is Creating: the pull of its image.</summary>
    public TimeSpan PullTime { get; init; }

    /// <summary>When a group that does not start is given up.</summary>
    public TimeSpan ProvisioningTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>How long a group is still there after its containers have ended for a delete.</summary>
    public TimeSpan DeleteTime { get; init; }

    /// <summary>The wait before a container is started again.</summary>
    public TimeSpan RestartDelay { get; init; }

    /// <summary>What Retry-After asks of those who poll an operation.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Groups on one page of a list.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>
    /// Whether a delete is answered with 200 and the group as it was, which is what the service was seen to do with older
    /// versions, instead of 202.
    /// </summary>
    public bool DeletesWith200 { get; init; }
}

using LoadTestAz.Agent.Health;

namespace LoadTestAz.Agent;

/// <summary>How a worker behaves towards the store.</summary>
public sealed record WorkerAgentOptions
{
    /// <summary>Names this process in the claim; unique among those that may try to be the same worker.</summary>
    public required string Instance { get; init; }

    /// <summary>How often it looks for the start and the stop.</summary>
    public TimeSpan PollInterval { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How often it writes a snapshot.</summary>
    public TimeSpan LiveInterval { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>The longest time that saving the results may take.</summary>
    public TimeSpan UploadTimeout { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>How late a worker may see the start and still take part; a later one stands down.</summary>
    public TimeSpan LateStart { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Where the figures of the load generator's own health come from.</summary>
    public IHealthProbe HealthProbe { get; init; } = HealthProbes.ForThisMachine;

    /// <summary>Gives the value of a secret by its name in the plan; null for one that is not there.</summary>
    public Func<string, string?> Secret { get; init; } = _ => null;

    /// <summary>Takes each log line as it is written; null for none.</summary>
    public Action<string>? Echo { get; init; }
}

namespace LoadTestAz.Agent.Health;

/// <summary>Counters of the engine and its machine at one moment. What the system does not tell is null.</summary>
public readonly record struct HealthReading
{
    /// <summary>CPU time that the engine has used since it began.</summary>
    public TimeSpan? EngineCpu { get; init; }

    /// <summary>Memory of the engine, bytes.</summary>
    public long? EngineMemory { get; init; }

    /// <summary>Cores that the engine may use; a fraction where a container's limit is one.</summary>
    public double? EngineCores { get; init; }

    /// <summary>CPU time used on the whole machine, or in the container, since some moment in the past.</summary>
    public TimeSpan? MachineCpu { get; init; }

    /// <summary>The cores that <see cref="MachineCpu"/> comes from.</summary>
    public double? MachineCores { get; init; }

    /// <summary>Memory in use on the machine, or in the container, without caches that can be dropped, bytes.</summary>
    public long? MachineMemory { get; init; }

    /// <summary>What the container may use, or the machine has, bytes.</summary>
    public long? MemoryLimit { get; init; }
}

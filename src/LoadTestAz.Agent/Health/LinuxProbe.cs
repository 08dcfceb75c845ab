namespace LoadTestAz.Agent.Health;

/// <summary>Figures of Linux: of the container where it is bounded by control groups, and else of the whole machine.</summary>
internal sealed class LinuxProbe : IHealthProbe
{
    private readonly SystemFiles _files;
    private readonly CpuGroup? _cpu;
    private readonly MemoryGroup? _memory;
    private readonly int _processors;
    private readonly int _self;

    /// <param name="root">Where <c>/proc</c> and <c>/sys</c> are.</param>
    /// <param name="processors">Processors that this process may use, without the limits of control groups.</param>
    /// <param name="self">This process.</param>
    public LinuxProbe(string root, int processors, int self)
    {
        (_files, _processors, _self) = (new SystemFiles(root), processors, self);

        // The tightest of all levels holds, and its use is what counts against it.
        _cpu = ControlGroups.Cpu(_files).Where(group => group.Limit() is not null).MinBy(group => group.Limit());
        _memory = ControlGroups.Memory(_files).Where(group => group.Limit() is not null).MinBy(group => group.Limit());
    }

    public LinuxProbe()
        : this("/", Environment.ProcessorCount, Environment.ProcessId)
    {
    }

    /// <inheritdoc/>
    public HealthReading Read(int? processId)
    {
        // Of this process's children none is the engine's: they may be the k6 of another worker.
        var engine = processId is { } id ? ProcessTree.Read(_files, id, withChildren: id != _self) : null;
        var cpuLimit = _cpu?.Limit();
        var memoryLimit = _memory?.Limit();
        var machine = cpuLimit is null ? MachineCpu.Read(_files) : null;
        var memory = MachineMemory.Read(_files);

        // A limit may be higher than what the machine has.
        var isContained = memoryLimit < (memory?.Total ?? long.MaxValue);
        return new HealthReading
        {
            EngineCpu = engine?.Cpu,
            EngineMemory = engine?.Memory,
            EngineCores = Math.Min(cpuLimit ?? double.MaxValue, _processors),
            MachineCpu = cpuLimit is null ? machine?.Busy : _cpu!.Used(),
            MachineCores = cpuLimit ?? machine?.Processors,
            MachineMemory = isContained ? _memory!.Used() : memory?.Used,
            MemoryLimit = isContained ? memoryLimit : memory?.Total,
        };
    }
}

using System.ComponentModel;
using System.Diagnostics;

namespace LoadTestAz.Agent.Health;

/// <summary>
/// What .NET tells on every system. There is no CPU time of the whole machine in it, and no word of a process's children,
/// so browsers that k6 started do not count here.
/// </summary>
internal sealed class PortableProbe : IHealthProbe
{
    /// <inheritdoc/>
    public HealthReading Read(int? processId)
    {
        // As of the last garbage collection, which is seconds ago in a process that makes load; before the first there is nothing.
        var memory = GC.GetGCMemoryInfo();
        var (cpu, resident) = Engine(processId);
        return new HealthReading
        {
            EngineCpu = cpu,
            EngineMemory = resident,
            EngineCores = Environment.ProcessorCount,
            MachineMemory = memory is { Index: > 0, MemoryLoadBytes: > 0 } ? memory.MemoryLoadBytes : null,
            MemoryLimit = memory.TotalAvailableMemoryBytes > 0 ? memory.TotalAvailableMemoryBytes : null,
        };
    }

    private static (TimeSpan? Cpu, long? Memory) Engine(int? processId)
    {
        if (processId is not { } id)
            return default;
        try
        {
            using var process = Process.GetProcessById(id);
            return (process.TotalProcessorTime, process.WorkingSet64);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or Win32Exception)
        {
            return default; // It has ended, before or meanwhile.
        }
    }
}

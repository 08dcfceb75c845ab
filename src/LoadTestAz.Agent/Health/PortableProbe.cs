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
        using var process = Find(processId);

        // As of the last garbage collection, which is seconds ago in a process that makes load; before the first there is nothing.
        var memory = GC.GetGCMemoryInfo();
        return new HealthReading
        {
            EngineCpu = process?.TotalProcessorTime,
            EngineMemory = process?.WorkingSet64,
            EngineCores = Environment.ProcessorCount,
            MachineMemory = memory is { Index: > 0, MemoryLoadBytes: > 0 } ? memory.MemoryLoadBytes : null,
            MemoryLimit = memory.TotalAvailableMemoryBytes > 0 ? memory.TotalAvailableMemoryBytes : null,
        };
    }

    private static Process? Find(int? processId)
    {
        try
        {
            return processId is { } id ? Process.GetProcessById(id) : null;
        }
        catch (ArgumentException)
        {
            return null; // It has ended.
        }
    }
}

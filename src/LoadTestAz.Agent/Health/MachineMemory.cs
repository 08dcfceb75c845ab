namespace LoadTestAz.Agent.Health;

/// <summary>The whole machine's memory, by <c>/proc/meminfo</c>.</summary>
/// <param name="Used">Bytes that are not available to new programs.</param>
/// <param name="Total">Bytes.</param>
internal sealed record MachineMemory(long Used, long Total)
{
    /// <summary>Reads it; null when it can't be had.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man5/proc_meminfo.5.html"/>
    public static MachineMemory? Read(SystemFiles files)
    {
        var text = files.Read("proc/meminfo");
        return SystemFiles.Number(text, "MemTotal:") is { } total && SystemFiles.Number(text, "MemAvailable:") is { } available
            ? new MachineMemory((total - available) * 1024, total * 1024)
            : null;
    }
}

namespace LoadTestAz.Agent.Health;

/// <summary>A control group's limit and use of memory; which files are there tells its version.</summary>
/// <seealso href="https://docs.kernel.org/admin-guide/cgroup-v2.html#memory-interface-files"/>
/// <seealso href="https://docs.kernel.org/admin-guide/cgroup-v1/memory.html">version 1</seealso>
internal sealed class MemoryGroup(SystemFiles files, string folder)
{
    /// <summary>Version 1 says "no limit" by the highest number of whole pages; nobody has so much memory.</summary>
    private const long NoLimit = 1L << 60;

    /// <summary>Bytes; null for no limit.</summary>
    public long? Limit() => (files.Number($"{folder}/memory.max") ?? files.Number($"{folder}/memory.limit_in_bytes")) is { } bytes and < NoLimit ? bytes : null;

    /// <summary>Bytes in use, without file contents that nobody has touched lately: the kernel drops them when memory runs short.</summary>
    public long? Used()
    {
        if ((files.Number($"{folder}/memory.current") ?? files.Number($"{folder}/memory.usage_in_bytes")) is not { } bytes)
            return null;
        var statistics = files.Read($"{folder}/memory.stat");
        return bytes - (SystemFiles.Number(statistics, "total_inactive_file") ?? SystemFiles.Number(statistics, "inactive_file") ?? 0);
    }
}

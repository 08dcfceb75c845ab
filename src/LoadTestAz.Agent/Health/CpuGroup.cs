namespace LoadTestAz.Agent.Health;

/// <summary>A control group's limit and use of CPU; which files are there tells its version.</summary>
/// <seealso href="https://docs.kernel.org/admin-guide/cgroup-v2.html#cpu-interface-files"/>
/// <seealso href="https://docs.kernel.org/scheduler/sched-bwc.html">version 1</seealso>
internal sealed class CpuGroup(SystemFiles files, string folder, string accounting)
{
    /// <summary>Cores; null for no limit.</summary>
    public double? Limit()
    {
        // "max 100000", or quota and period in microseconds.
        var parts = files.Read($"{folder}/cpu.max")?.Split(' ');
        var (quota, period) = parts is [var first, var second]
            ? (SystemFiles.Parse(first), SystemFiles.Parse(second))
            : (files.Number($"{folder}/cpu.cfs_quota_us"), files.Number($"{folder}/cpu.cfs_period_us"));
        return quota > 0 && period > 0 ? (double)quota / period : null;
    }

    /// <summary>CPU time used.</summary>
    public TimeSpan? Used() =>
        SystemFiles.Number(files.Read($"{folder}/cpu.stat"), "usage_usec") is { } microseconds ? TimeSpan.FromMicroseconds(microseconds)
        : files.Number($"{accounting}/cpuacct.usage") is { } nanoseconds ? TimeSpan.FromTicks(nanoseconds / TimeSpan.NanosecondsPerTick)
        : null;
}

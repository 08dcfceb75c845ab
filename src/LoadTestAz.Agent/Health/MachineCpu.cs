namespace LoadTestAz.Agent.Health;

/// <summary>The whole machine's CPU, by <c>/proc/stat</c>.</summary>
/// <param name="Busy">Time in which its processors worked, or were kept from it by the host of the virtual machine.</param>
/// <param name="Processors">How many there are.</param>
internal sealed record MachineCpu(TimeSpan Busy, int Processors)
{
    // user, nice, system, irq, softirq, steal; guests are in user. Between them stand idle and iowait.
    private static readonly int[] BusyFields = [0, 1, 2, 5, 6, 7];

    /// <summary>Reads it; null when it can't be had.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man5/proc_stat.5.html"/>
    public static MachineCpu? Read(SystemFiles files)
    {
        var lines = files.Read("proc/stat")?.Split('\n') ?? [];
        var all = lines.FirstOrDefault(line => line.StartsWith("cpu ", StringComparison.Ordinal))?.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var processors = lines.Count(line => line.StartsWith("cpu", StringComparison.Ordinal)) - 1;
        if (all is null || processors <= 0)
            return null;
        var ticks = BusyFields.Where(field => field + 1 < all.Length).Sum(field => SystemFiles.Parse(all[field + 1]) ?? 0);
        return new MachineCpu(ProcessTree.TimeOf(ticks), processors);
    }
}

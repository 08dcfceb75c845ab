namespace LoadTestAz.Agent.Health;

/// <summary>A process with those that it started, by <c>/proc</c>.</summary>
/// <param name="Cpu">CPU time of all of them, those that have ended included.</param>
/// <param name="Memory">Resident bytes; of the children only what they do not share.</param>
internal sealed record ProcessTree(TimeSpan Cpu, long Memory)
{
    /// <summary>The unit of CPU times in <c>/proc</c> (USER_HZ), on every architecture that .NET runs on.</summary>
    private const int TicksPerSecond = 100;

    /// <summary>A process that starts others without end must not take the sampling with it.</summary>
    private const int MaxProcesses = 500;

    // Counted from the state, which follows the name in parentheses and is field 3.
    private const int UserTime = 14 - 3;
    private const int SystemTime = 15 - 3;
    private const int EndedUserTime = 16 - 3;
    private const int EndedSystemTime = 17 - 3;

    /// <summary>Reads it; null when there is no such process.</summary>
    /// <seealso href="https://man7.org/linux/man-pages/man5/proc_pid_stat.5.html"/>
    public static ProcessTree? Read(SystemFiles files, int processId, bool withChildren)
    {
        if (TicksOf(files, processId, withChildren) is not { } ticks || PagesOf(files, processId) is not var (pages, _))
            return null;
        List<long> family = [processId];
        for (var i = 0; withChildren && i < family.Count && family.Count < MaxProcesses; i++)
            family.AddRange(ChildrenOf(files, family[i]).Except(family).ToList());
        foreach (var child in family.Skip(1))
        {
            ticks += TicksOf(files, child, withChildren) ?? 0;
            if (PagesOf(files, child) is var (resident, shared))
                pages += resident - shared;
        }

        return new ProcessTree(TimeOf(ticks), pages * Environment.SystemPageSize);
    }

    /// <summary>A time in <c>/proc</c>.</summary>
    public static TimeSpan TimeOf(long ticks) => TimeSpan.FromTicks(ticks * (TimeSpan.TicksPerSecond / TicksPerSecond));

    private static long? TicksOf(SystemFiles files, long processId, bool withEnded)
    {
        // The name may hold anything, parentheses and spaces included.
        var text = files.Read($"proc/{processId}/stat");
        var fields = text?[(text.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (fields is not { Length: > EndedSystemTime })
            return null;
        int[] times = withEnded ? [UserTime, SystemTime, EndedUserTime, EndedSystemTime] : [UserTime, SystemTime];
        return times.Sum(field => SystemFiles.Parse(fields[field]) ?? 0);
    }

    private static (long Resident, long Shared)? PagesOf(SystemFiles files, long processId) =>
        files.Read($"proc/{processId}/statm")?.Split(' ') is [_, var resident, var shared, ..] && SystemFiles.Parse(resident) is { } all && SystemFiles.Parse(shared) is { } common
            ? (all, common)
            : null;

    // A child stands with the thread that started it. Without CONFIG_PROC_CHILDREN there is no such file, and no child counts.
    private static IEnumerable<long> ChildrenOf(SystemFiles files, long processId) =>
        files.Folders($"proc/{processId}/task")
            .SelectMany(thread => (files.Read($"proc/{processId}/task/{thread}/children") ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Select(child => SystemFiles.Parse(child) ?? 0)
            .Where(child => child > 0);
}

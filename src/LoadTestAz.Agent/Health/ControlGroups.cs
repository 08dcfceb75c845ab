namespace LoadTestAz.Agent.Health;

/// <summary>The control groups that this process is in, from its own up to the root of what can be seen; version 2, else version 1.</summary>
/// <seealso href="https://man7.org/linux/man-pages/man7/cgroups.7.html"/>
internal static class ControlGroups
{
    private const string Mount = "sys/fs/cgroup";

    /// <summary>The groups that may limit its CPU.</summary>
    public static IReadOnlyList<CpuGroup> Cpu(SystemFiles files) => [.. LevelsOf(files, "cpu").Select(level => new CpuGroup(files, level, level.Replace($"{Mount}/cpu", $"{Mount}/cpuacct", StringComparison.Ordinal)))];

    /// <summary>The groups that may limit its memory.</summary>
    public static IReadOnlyList<MemoryGroup> Memory(SystemFiles files) => [.. LevelsOf(files, "memory").Select(level => new MemoryGroup(files, level))];

    private static IEnumerable<string> LevelsOf(SystemFiles files, string controller)
    {
        // 0::/path in version 2, 4:cpu,cpuacct:/path in version 1. Both can be there at once; a controller belongs to one of them.
        var lines = (files.Read("proc/self/cgroup") ?? "").Split('\n').Select(line => line.Split(':', 3)).Where(parts => parts.Length == 3).ToList();
        if (lines.Find(parts => parts[1].Split(',').Contains(controller)) is { } first)
            return LevelsBelow(files, $"{Mount}/{controller}", first[2]);
        return lines.Find(parts => parts[1].Length == 0) is { } second ? LevelsBelow(files, Mount, second[2]) : [];
    }

    // In a container the path may be the host's, which is not to be seen there; then the mount itself is the container's.
    private static IEnumerable<string> LevelsBelow(SystemFiles files, string mount, string path)
    {
        for (var parts = path.Split('/', StringSplitOptions.RemoveEmptyEntries); parts.Length > 0; parts = parts[..^1])
        {
            if (files.HasFolder($"{mount}/{string.Join('/', parts)}"))
                yield return $"{mount}/{string.Join('/', parts)}";
        }

        yield return mount;
    }
}

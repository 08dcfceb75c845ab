using System.Diagnostics;

namespace LoadTestAz.Agent.Tests.Soak;

/// <summary>What this process holds.</summary>
/// <param name="Heap">Bytes of objects that are in use.</param>
/// <param name="Threads">Threads of the process.</param>
/// <param name="Handles">Open file descriptors, on Linux; elsewhere handles.</param>
/// <param name="Children">Processes that it has started, on Linux.</param>
internal readonly record struct Footprint(long Heap, int Threads, int Handles, int Children)
{
    public static Footprint Take()
    {
        for (var i = 0; i < 3; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }

        using var self = Process.GetCurrentProcess();
        return OperatingSystem.IsLinux()
            ? new(GC.GetTotalMemory(true), self.Threads.Count, Directory.GetFileSystemEntries("/proc/self/fd").Length, Directory.GetDirectories("/proc/self/task").Sum(ChildrenOf))
            : new(GC.GetTotalMemory(true), self.Threads.Count, self.HandleCount, 0);
    }

    private static int ChildrenOf(string task)
    {
        try
        {
            return File.ReadAllText(Path.Combine(task, "children")).Split(' ', StringSplitOptions.RemoveEmptyEntries).Length;
        }
        catch (IOException)
        {
            return 0; // The thread has just ended.
        }
    }
}

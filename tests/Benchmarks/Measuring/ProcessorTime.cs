using System.Runtime.InteropServices;

namespace LoadTestAz.Benchmarks.Measuring;

/// <summary>Processor time that this process has used, and that its children had used when they ended.</summary>
internal static class ProcessorTime
{
    /// <summary>Of this process.</summary>
    public static TimeSpan Own => Environment.CpuUsage.TotalTime;

    /// <summary>Of all children that have ended, with theirs; zero where the system does not tell (Windows).</summary>
    public static TimeSpan OfEndedChildren
    {
        get
        {
            const int children = -1;
            if (OperatingSystem.IsWindows() || GetUsage(children, out var usage) != 0)
                return TimeSpan.Zero;

            // macOS counts microseconds in 32 bits, with 32 of padding behind them.
            static TimeSpan Of(TimeValue time) => TimeSpan.FromSeconds(time.Seconds) + TimeSpan.FromMicroseconds((int)time.Microseconds);
            return Of(usage.User) + Of(usage.System);
        }
    }

    [DllImport("libc", EntryPoint = "getrusage")]
    private static extern int GetUsage(int who, out Usage usage);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeValue
    {
        public nint Seconds;
        public nint Microseconds;
    }

    // 14 more numbers follow the two times.
    [StructLayout(LayoutKind.Sequential, Size = 256)]
    private struct Usage
    {
        public TimeValue User;
        public TimeValue System;
    }
}

using System.Runtime.InteropServices;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>The one signal that .NET can't send: the polite one.</summary>
internal static class Signals
{
    private const int Terminate = 15;

    /// <summary>Asks a process to end, where there are signals; elsewhere nothing happens.</summary>
    public static void AskToEnd(int processId)
    {
        if (!OperatingSystem.IsWindows())
            _ = Kill(processId, Terminate);
    }

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int Kill(int processId, int signal);
}

using System.Runtime.InteropServices;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>Signals to processes and, with a negative id, to process groups. Linux and macOS.</summary>
internal static class Signals
{
    public const int Kill = 9;
    public const int Terminate = 15;

    /// <summary>Sends it; nothing happens when nobody is there any more.</summary>
    public static void Send(int id, int signal) => _ = SendCore(id, signal);

    [DllImport("libc", EntryPoint = "kill")]
    private static extern int SendCore(int id, int signal);
}

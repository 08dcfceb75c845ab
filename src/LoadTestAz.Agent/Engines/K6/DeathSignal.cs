using System.ComponentModel;
using System.Diagnostics;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// The prefix by which a child on Linux is asked to end (SIGTERM) when this process is gone, however it went: setpriv of
/// util-linux, which becomes the child itself. The child has to be started by <see cref="LastingThread"/>.
/// </summary>
internal static class DeathSignal
{
    private static readonly string[] Programs = ["/usr/bin/setpriv", "/bin/setpriv"];
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private static readonly Lazy<IReadOnlyList<string>> Found = new(Find);

    /// <summary>What to put before a command; nothing where it can't be had.</summary>
    public static IReadOnlyList<string> Prefix => Found.Value;

    // BusyBox has a setpriv too, without this option, and older ones of util-linux are without it as well.
    private static IReadOnlyList<string> Find()
    {
        if (!OperatingSystem.IsLinux() || Array.Find(Programs, File.Exists) is not { } program)
            return [];
        string[] prefix = [program, "--pdeathsig", "TERM"];
        return Works([.. prefix, program, "--version"]) ? prefix : [];
    }

    private static bool Works(IReadOnlyList<string> command)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(command[0], command.Skip(1)) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            if (process.WaitForExit(Patience))
                return process.ExitCode == 0;
            process.Kill();
            return false;
        }
        catch (Exception e) when (e is Win32Exception or InvalidOperationException)
        {
            return false;
        }
    }
}

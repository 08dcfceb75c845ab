using System.Diagnostics;

namespace LoadTestAz.Worker.Tests.Images;

/// <summary>Starts programs in namespaces of their own, by container.sh. No container engine is needed, but root's rights on Linux are.</summary>
internal static class Container
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>Whether it can be done here.</summary>
    public static bool IsPossible => OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess && CanMount.Value;

    /// <summary>Skips the test where it can't be done.</summary>
    public static void RequireOrSkip() =>
        Assert.SkipUnless(IsPossible, "Only root on Linux may make a root file system of its own, and here it may not or there is no unshare.");

    private static Lazy<bool> CanMount { get; } = new(() =>
    {
        if (!File.Exists("/usr/bin/unshare") || !File.Exists("/usr/sbin/chroot"))
            return false;
        using var process = Process.Start(new ProcessStartInfo("/usr/bin/unshare", ["--mount", "--pid", "--fork", "--kill-child", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]) { RedirectStandardError = true })!;
        return process.WaitForExit(Patience) && process.ExitCode == 0;
    });

    /// <summary>How to start a command.</summary>
    /// <param name="baseFolder">What stands in the base image's place.</param>
    /// <param name="layer">What the Dockerfile lays over it.</param>
    /// <param name="scratch">An empty folder.</param>
    /// <param name="isReadOnly">Whether nothing but /tmp can be written to.</param>
    /// <param name="user">uid:gid.</param>
    /// <param name="folder">The work folder.</param>
    /// <param name="command">Program and arguments, as seen from inside.</param>
    /// <param name="output">A folder of this machine and where it is seen inside, with a colon between; null for none.</param>
    public static ProcessStartInfo Start(string baseFolder, string layer, string scratch, bool isReadOnly, string user, string folder, IEnumerable<string> command, string? output = null) =>
        new("/usr/bin/unshare",
        [
            "--mount", "--pid", "--fork", "--kill-child", "/bin/sh", Path.Combine(AppContext.BaseDirectory, "Images", "container.sh"),
            baseFolder, layer, scratch, isReadOnly ? "ro" : "rw", user, folder, output ?? "-", .. command,
        ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
}

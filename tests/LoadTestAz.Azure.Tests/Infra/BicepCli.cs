using System.Diagnostics;
using System.Reflection;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Azure.Tests.Infra;

/// <summary>The Bicep CLI, out of its package.</summary>
internal static class BicepCli
{
    /// <summary>The folder configs/infra of the repository.</summary>
    public static string Folder => Path.Combine(Repository.Root, "configs", "infra");

    /// <summary>Runs it to its end.</summary>
    /// <returns>What it printed, and what it complained of: nothing, or warnings and errors.</returns>
    public static async Task<(int ExitCode, string Output, string Complaints)> RunAsync(params string[] arguments)
    {
        var package = typeof(BicepCli).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BicepPackage").Value!;
        var program = Path.Combine(package, "tools", OperatingSystem.IsWindows() ? "bicep.exe" : "bicep");
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(program, File.GetUnixFileMode(program) | UnixFileMode.UserExecute);
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromMinutes(5));
            var (output, complaints) = (process.StandardOutput.ReadToEndAsync(limit.Token), process.StandardError.ReadToEndAsync(limit.Token));
            await process.WaitForExitAsync(limit.Token);
            return (process.ExitCode, await output, await complaints);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}

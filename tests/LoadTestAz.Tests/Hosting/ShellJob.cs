using System.Diagnostics;

namespace LoadTestAz.Tests.Hosting;

/// <summary>A session in which nobody sits: a process of its own, whose output is a log.</summary>
internal static class ShellJob
{
    /// <summary>Runs a script to its end; 5 minutes at most.</summary>
    /// <returns>Its exit code, and all that it wrote.</returns>
    public static async Task<(int ExitCode, string Output)> RunAsync(string script, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Shell.dll"), "-ModulePath", Repository.Module, "-NonInteractive", script])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        using var process = Process.Start(start)!;
        using var bound = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        try
        {
            process.StandardInput.Close();
            var error = process.StandardError.ReadToEndAsync(bound.Token);
            var output = await process.StandardOutput.ReadToEndAsync(bound.Token);
            await process.WaitForExitAsync(bound.Token);
            return (process.ExitCode, output + await error);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }
}

using System.Reflection;

namespace LoadTestAz.Shell.CommandLine;

/// <summary>What <c>-Help</c> and <c>-Version</c> print.</summary>
internal static class HelpText
{
    public const string Usage =
        """
        LoadTestAz.Shell: runs PowerShell scripts that use the module LoadTestAz, without pwsh.

        Usage
          LoadTestAz.Shell [options] script.ps1 [script arguments]
          LoadTestAz.Shell [options] -Command "text"
          LoadTestAz.Shell [options]                     interactive; 'exit' leaves
          LoadTestAz.Shell -SampleTarget [-Port n]       serves the sample target until Ctrl+C

        Options
          -ModulePath <folder>   the folder that holds LoadTestAz.psd1; found by itself if not given
          -NonInteractive        a question to the user is an error
          -NoProgress            no progress
          -Help, -Version

        Exit codes
          0 success, N after 'exit N', 1 after a terminating error, 64 bad usage, 130 after Ctrl+C
        """;

    public static string Version { get; } =
        typeof(HelpText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];
}

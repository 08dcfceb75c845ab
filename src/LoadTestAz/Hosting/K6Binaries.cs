using System.Management.Automation;
using LoadTestAz.Plans;

namespace LoadTestAz.Hosting;

/// <summary>Finds the k6 that a cmdlet uses on this machine.</summary>
internal static class K6Binaries
{
    /// <summary>Names k6 where -K6Path is not given.</summary>
    public const string EnvironmentVariable = "LOADTEST_K6";

    /// <summary>Full path of k6: the one given, else that of LOADTEST_K6, else the first on PATH; null when there is none.</summary>
    /// <exception cref="PlanException">The one given, or named by the environment, is not there.</exception>
    public static string? Find(string? given, PSCmdlet cmdlet)
    {
        if (given is not null)
            return Existing(cmdlet.GetUnresolvedProviderPathFromPSPath(given), "-K6Path");
        if (Environment.GetEnvironmentVariable(EnvironmentVariable) is { Length: > 0 } named)
            return Existing(Path.GetFullPath(named), EnvironmentVariable);

        // Only whole paths: a program must not be taken from the folder that happens to be the current one.
        var name = OperatingSystem.IsWindows() ? "k6.exe" : "k6";
        return (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Where(Path.IsPathFullyQualified)
            .Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists);
    }

    private static string Existing(string path, string source) =>
        File.Exists(path) ? path : throw new PlanException([new PlanMistake(null, null, null, source, path, $"there is no k6 at '{path}'; give the path of the k6 program, or none to look on the PATH")]);
}

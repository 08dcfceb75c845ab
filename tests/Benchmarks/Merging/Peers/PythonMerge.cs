using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;

namespace LoadTestAz.Benchmarks.Merging.Peers;

/// <summary>The figures of all metrics by a script for Python's json module. On Linux only: the script reads its memory there.</summary>
internal static class PythonMerge
{
    private const string Program = "python3";

    /// <summary>How to run it over a folder.</summary>
    /// <param name="script">Where the script is; see <see cref="WriteScript"/>.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="processes">How many files it reads at once.</param>
    public static ProcessStartInfo Start(string script, string folder, int processes) =>
        new(Program, [script, folder, processes.ToString(CultureInfo.InvariantCulture)]) { RedirectStandardInput = true, RedirectStandardOutput = true };

    /// <summary>Writes the script into a folder.</summary>
    public static string WriteScript(string folder)
    {
        var path = Path.Combine(folder, "merge.py");
        using var script = typeof(PythonMerge).Assembly.GetManifestResourceStream("merge.py")!;
        using var file = File.Create(path);
        script.CopyTo(file);
        return path;
    }

    /// <summary>True when there is a Python.</summary>
    public static bool IsThere()
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(Program, ["--version"]) { RedirectStandardOutput = true })!;
            process.WaitForExit();
            return OperatingSystem.IsLinux() && process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}

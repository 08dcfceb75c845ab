using LoadTestAz.Plans;
using LoadTestAz.Runs;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>The browser that k6 drives.</summary>
internal static class BrowserBinary
{
    /// <summary>Names the program; k6's own variable.</summary>
    public const string PathVariable = "K6_BROWSER_EXECUTABLE_PATH";

    // With it k6 starts no browser, but connects to one that runs elsewhere.
    private const string RemoteVariable = "K6_BROWSER_WS_URL";

    private const string HowToGet =
        "Install Chromium or Google Chrome on this machine, or name it by " + PathVariable + ", in test.env or the environment.";

    // As k6 looks for it. Source: https://github.com/grafana/k6/blob/v2.2.0/internal/js/modules/k6/browser/chromium/browser_type.go (executablePath)
    private static readonly string[] Names =
    [
        "headless_shell", "headless-shell", "chromium", "chromium-browser",
        "google-chrome", "google-chrome-stable", "google-chrome-beta", "google-chrome-unstable",
    ];

    /// <summary>The browser for browser workers on this machine.</summary>
    /// <param name="plan">Its variables stand before those of the machine.</param>
    /// <param name="variable">Reads the environment.</param>
    /// <returns>Its full path; null where k6 is to find it itself, or connects to one elsewhere.</returns>
    /// <exception cref="EngineException">There is none.</exception>
    public static string? FindRequired(LoadTestPlan plan, Func<string, string?> variable)
    {
        string? Read(string name) => plan.Env.TryGetValue(name, out var value) ? value : variable(name);
        if (!string.IsNullOrWhiteSpace(Read(RemoteVariable)))
            return null;
        var folders = (variable("PATH") ?? "").Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(Path.IsPathFullyQualified).ToList();
        if (Read(PathVariable)?.Trim() is { Length: > 0 } named)
        {
            return folders.Prepend("").Select(folder => Path.Combine(folder, named)).Any(File.Exists)
                ? named
                : throw new EngineException(WorkerCause.EngineError, $"{PathVariable} is '{named}', and there is no such program. {HowToGet}");
        }

        // Elsewhere browsers lie in places that k6 knows itself.
        if (!OperatingSystem.IsLinux())
            return null;
        return Names.SelectMany(name => folders.Append("/usr/bin").Select(folder => Path.Combine(folder, name))).FirstOrDefault(File.Exists)
            ?? throw new EngineException(WorkerCause.EngineError, $"The plan has browser workers, and there is no browser on this machine: no folder of the PATH has {string.Join(", ", Names[2..5])} or the like. {HowToGet}");
    }
}

namespace LoadTestAz.Tests.Hosting;

/// <summary>The k6 that tests may run: LOADTEST_K6, or the one on PATH. Without it they are skipped, visibly.</summary>
internal static class RealK6
{
    public static string PathOrSkip()
    {
        var path = Environment.GetEnvironmentVariable("LOADTEST_K6") is { Length: > 0 } named ? named : On("k6");
        Assert.SkipWhen(path is null, "There is no k6 here; set LOADTEST_K6.");
        return path!;
    }

    /// <summary>A Chromium that k6 finds.</summary>
    public static string BrowserOrSkip()
    {
        var path = Environment.GetEnvironmentVariable("K6_BROWSER_EXECUTABLE_PATH") is { Length: > 0 } named ? named
            : new[] { "chromium", "chromium-browser", "google-chrome", "google-chrome-stable" }.Select(On).FirstOrDefault(found => found is not null);
        Assert.SkipWhen(path is null, "There is no Chromium here; install it, or set K6_BROWSER_EXECUTABLE_PATH.");
        return path!;
    }

    private static string? On(string name) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? name + ".exe" : name)).FirstOrDefault(File.Exists);
}

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

/// <summary>The k6 that tests may run: LOADTEST_K6, or the one on PATH. Without it they are skipped, visibly.</summary>
internal static class RealK6
{
    public static string PathOrSkip()
    {
        var path = Environment.GetEnvironmentVariable("LOADTEST_K6") is { Length: > 0 } named
            ? named
            : (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "k6.exe" : "k6")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(path is null, "There is no k6 here; set LOADTEST_K6.");
        return path!;
    }
}

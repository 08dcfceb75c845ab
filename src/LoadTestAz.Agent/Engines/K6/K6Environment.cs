namespace LoadTestAz.Agent.Engines.K6;

/// <summary>The environment that k6 runs in.</summary>
internal static class K6Environment
{
    /// <summary>k6 talks to nobody but the target. v2 fetches extensions a script imports, and reports even <c>k6 version</c>.</summary>
    /// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/cmd/root.go">reportSubcommandUsage, handleUnsatisfiedDependencies</seealso>
    public static readonly IReadOnlyDictionary<string, string> NoCallHome = new Dictionary<string, string>
    {
        ["K6_AUTO_EXTENSION_RESOLUTION"] = "false",

        // Its name in v1.0 and v1.1, where it is off unless somebody asks (cmd/state/state.go).
        ["K6_BINARY_PROVISIONING"] = "false",
        ["K6_NO_USAGE_REPORT"] = "true",
    };

    private const string Prefix = "K6_";
    private const string OpenTelemetryPrefix = "OTEL_";
    private const string BrowserPrefix = "K6_BROWSER_";

    /// <summary>
    /// Puts variables into a process's inherited environment. k6's own variables are not inherited: a <c>K6_ITERATIONS</c>
    /// that happens to be set in somebody's shell must not change a plan's load. Those of the browser are, since an image
    /// says by them where its browser is. Those of OpenTelemetry would say where and how metrics go, which is ours to say.
    /// </summary>
    public static void Apply(IDictionary<string, string?> environment, IReadOnlyDictionary<string, string> ours)
    {
        foreach (var name in environment.Keys.Where(IsForeign).ToList())
            environment.Remove(name);
        foreach (var (name, value) in ours)
            environment[name] = value;
    }

    private static bool IsForeign(string name) =>
        name.StartsWith(OpenTelemetryPrefix, StringComparison.OrdinalIgnoreCase)
        || (name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) && !name.StartsWith(BrowserPrefix, StringComparison.OrdinalIgnoreCase));
}

using LoadTestAz.Plans;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>A way to get at what k6 measures.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Title">For the report.</param>
/// <param name="RunAsync">Runs k6 once with the load of that plan, in an empty folder.</param>
internal sealed record CaptureVariant(string Name, string Title, Func<LoadTestPlan, string, CancellationToken, Task<CaptureFigures>> RunAsync)
{
    /// <summary>What all others are compared with.</summary>
    public const string Bare = "bare";

    /// <summary>What people use without us.</summary>
    public const string Json = "json";

    /// <summary>The same without what a disk costs.</summary>
    public const string Nowhere = "nowhere";

    /// <summary>What a worker does unless told otherwise.</summary>
    public const string Full = "full";

    /// <summary>What a k6 before v1.4 can't do.</summary>
    public const string Light = "light";

    /// <summary>What is measured.</summary>
    public static readonly IReadOnlyList<CaptureVariant> All =
    [
        new(Bare, "k6, no output", (plan, folder, cancel) => K6Process.RunAsync(plan, folder, [], cancel)),
        new(Json, "k6 `--out json=FILE`", (plan, folder, cancel) => K6Process.RunAsync(plan, folder, ["--out", "json=samples.json"], cancel)),
        new(Nowhere, "k6 `--out json`, to no file", (plan, folder, cancel) => K6Process.RunAsync(plan, folder, ["--out", $"json={(OperatingSystem.IsWindows() ? "NUL" : "/dev/null")}"], cancel)),
        new("gzip", "k6 `--out json=FILE.gz`", (plan, folder, cancel) => K6Process.RunAsync(plan, folder, ["--out", "json=samples.json.gz"], cancel)),
        new("pipe", "k6 `--out json=-`, thrown away", (plan, folder, cancel) => K6Process.RunAsync(plan, folder, ["--out", "json=-"], cancel)),
        new(Full, "under the agent, full capture", WorkerProcess.StartAsync),
        new(Light, "under the agent, light capture", (plan, folder, cancel) => WorkerProcess.StartAsync(plan with { Capture = LoadTestCapture.Light }, folder, cancel)),
    ];
}

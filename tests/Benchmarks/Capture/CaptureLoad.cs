namespace LoadTestAz.Benchmarks.Capture;

/// <summary>A load under which capturing is measured.</summary>
/// <param name="Name">For the command line.</param>
/// <param name="Title">For the report.</param>
/// <param name="Vus">Virtual users.</param>
/// <param name="Sleep">Their rest after each request.</param>
internal sealed record CaptureLoad(string Name, string Title, int Vus, TimeSpan Sleep)
{
    /// <summary>What is measured.</summary>
    public static readonly IReadOnlyList<CaptureLoad> All =
    [
        new("speed", "20 VUs at full speed", 20, TimeSpan.Zero),
        new("users", "20 VUs that rest for a second, as in a typical container", 20, TimeSpan.FromSeconds(1)),
    ];
}

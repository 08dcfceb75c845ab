using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Targets;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>What it costs k6 that its samples are captured. All ways take turns, so that a busy moment of the machine meets them alike.</summary>
internal sealed class CaptureBenchmark : IBenchmark
{
    /// <inheritdoc/>
    public string Name => "capture";

    /// <inheritdoc/>
    public string Summary => $"""
        What capturing its samples costs k6 (LOADTEST_K6 names it, or the PATH has it): throughput and processor time.
          --rounds N      how often each way is measured (default 7)
          --seconds N     how long each time (default 8)
          --load LIST     {string.Join(", ", CaptureLoad.All.Select(load => load.Name))} (default all)
          --only LIST     {string.Join(", ", CaptureVariant.All.Select(variant => variant.Name))} (default all)
          --target URL    another server on this machine than the built-in one
        """;

    /// <inheritdoc/>
    public async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new Options(arguments, "rounds", "seconds", "load", "only", "target");
        var (rounds, seconds) = (options.Number("rounds", 7, 1, 100), options.Number("seconds", 8, 2, 300));
        var variants = options.Choice("only", CaptureVariant.All, variant => variant.Name);
        var k6 = await CapturePlans.FindK6Async(cancellationToken).ConfigureAwait(false);
        if (LightCapture.WhyNot(k6) is not null)
            variants = [.. variants.Where(variant => variant.Name != CaptureVariant.Light)];
        await output.WriteLineAsync($"k6 {k6.VersionText}; {Machine.Describe()}\n").ConfigureAwait(false);
        foreach (var load in options.Choice("load", CaptureLoad.All, load => load.Name))
        {
            using var own = options.Text("target") is null ? await TargetProcess.StartAsync(cancellationToken).ConfigureAwait(false) : null;
            var plan = CapturePlans.Of(load, own?.Url ?? Loopback(options.Text("target")!), TimeSpan.FromSeconds(seconds), k6);
            var measured = await CaptureRounds.MeasureAsync(plan, variants, rounds, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"## {load.Title}, {rounds} rounds of {seconds} s\n\n{CaptureRounds.Report(measured, seconds)}").ConfigureAwait(false);
        }
    }

    private static Uri Loopback(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.IsLoopback && url.Scheme == Uri.UriSchemeHttp
            ? url
            : throw new BenchmarkException($"--target '{text}' is no http:// address of this machine; load goes nowhere else.");
}

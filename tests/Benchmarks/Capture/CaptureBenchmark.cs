using System.Globalization;
using System.Text;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Targets;
using LoadTestAz.Plans;
using LoadTestAz.Reporting.Markdown;

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
            var measured = await MeasureAsync(plan, variants, rounds, cancellationToken).ConfigureAwait(false);
            await output.WriteLineAsync($"## {load.Title}, {rounds} rounds of {seconds} s\n\n{Report(measured, seconds)}").ConfigureAwait(false);
        }
    }

    private static async Task<Dictionary<CaptureVariant, List<CaptureFigures>>> MeasureAsync(
        LoadTestPlan plan, IReadOnlyList<CaptureVariant> variants, int rounds, CancellationToken cancellationToken)
    {
        var measured = variants.ToDictionary(variant => variant, _ => new List<CaptureFigures>());
        for (var round = 0; round < rounds; round++)
        {
            // Each round begins with another one.
            foreach (var variant in variants.Skip(round % variants.Count).Concat(variants.Take(round % variants.Count)))
            {
                var folder = Directory.CreateTempSubdirectory("loadtestaz-");
                try
                {
                    measured[variant].Add(await variant.RunAsync(plan, folder.FullName, cancellationToken).ConfigureAwait(false));
                }
                finally
                {
                    folder.Delete(recursive: true);
                }
            }
        }

        return measured;
    }

    // Ratios are taken within each round, where both had the same machine.
    private static string Report(Dictionary<CaptureVariant, List<CaptureFigures>> measured, int seconds)
    {
        var table = new MarkdownTable("way", "requests/s:", "of bare:", "CPU of k6, ms/s:", "CPU of the reader, ms/s:", "k6, µs/request:", "reader, µs/request:");
        var bare = measured.FirstOrDefault(m => m.Key.Name == CaptureVariant.Bare).Value;
        foreach (var (variant, figures) in measured)
        {
            string Of(Func<CaptureFigures, double> value, string format) => Spread.Of(figures.Select(value)).ToString(format);
            table.Add(
                variant.Title,
                Of(f => f.Requests / seconds, "N0"),
                bare is null ? "" : Spread.Of(figures.Zip(bare, (f, b) => f.Requests / b.Requests)).ToString("P0"),
                Of(f => f.K6 * 1000 / seconds, "N0"),
                Of(f => f.Reader * 1000 / seconds, "N0"),
                Of(f => f.K6 * 1e6 / f.Requests, "N0"),
                Of(f => f.Reader * 1e6 / f.Requests, "N1"));
        }

        var text = new StringBuilder();
        table.WriteTo(text, int.MaxValue);
        return text.Append("Medians, and the quartiles around them.\n").ToString();
    }

    private static Uri Loopback(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && url.IsLoopback && url.Scheme == Uri.UriSchemeHttp
            ? url
            : throw new BenchmarkException($"--target '{text}' is no http:// address of this machine; load goes nowhere else.");
}

using System.Text;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Plans;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>Measures ways to capture in turns, and tells what came of it.</summary>
internal static class CaptureRounds
{
    /// <summary>Measures each way once in each round.</summary>
    public static async Task<Dictionary<CaptureVariant, List<CaptureFigures>>> MeasureAsync(
        LoadTestPlan plan, IReadOnlyList<CaptureVariant> variants, int rounds, CancellationToken cancellationToken)
    {
        var measured = variants.ToDictionary(variant => variant, _ => new List<CaptureFigures>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var variant in Turns.Of(variants, round))
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

    /// <summary>A table. Ratios are taken within each round, where both had the same machine.</summary>
    public static string Report(Dictionary<CaptureVariant, List<CaptureFigures>> measured, int seconds)
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
}

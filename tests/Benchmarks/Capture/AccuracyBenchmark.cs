using System.Globalization;
using System.Text;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Targets;
using LoadTestAz.Merging.K6;
using LoadTestAz.Metrics;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Capture;

/// <summary>How exact light capture is: one k6 writes every sample and sends its histograms, and the two are compared.</summary>
internal sealed class AccuracyBenchmark : IBenchmark
{
    // Beside the requests, times as other servers give them: most near each other with a tail, and over four decades.
    private const string Script = """
        import http from 'k6/http';
        import { check, sleep } from 'k6';
        import { Trend } from 'k6/metrics';
        const typical = new Trend('typical_times', true);
        const wide = new Trend('wide_times', true);
        export const options = { discardResponseBodies: true };
        export default function () {
          check(http.get(__ENV.TARGET_URL), { 'is 200': r => r.status === 200 });
          const normal = Math.sqrt(-2 * Math.log(1 - Math.random())) * Math.cos(2 * Math.PI * Math.random());
          typical.add(80 * Math.exp(0.5 * normal));
          wide.add(Math.pow(10, 4 * Math.random()));
          sleep(parseFloat(__ENV.SLEEP));
        }
        """;

    private static readonly double[] Percentiles = [50, 90, 95, 99, 99.9];

    /// <inheritdoc/>
    public string Name => "accuracy";

    /// <inheritdoc/>
    public string Summary => """
        How exact light capture is, against every sample of the same run (k6 v1.4 or later).
          --seconds N     how long (default 20)
        """;

    /// <inheritdoc/>
    public async Task RunAsync(IReadOnlyList<string> arguments, TextWriter output, CancellationToken cancellationToken)
    {
        var seconds = new Options(arguments, "seconds").Number("seconds", 20, 2, 300);
        var k6 = await CapturePlans.FindK6Async(cancellationToken).ConfigureAwait(false);
        if (LightCapture.WhyNot(k6) is { } reason)
            throw new BenchmarkException(reason);
        await output.WriteLineAsync($"k6 {k6.VersionText}; {Machine.Describe()}\n").ConfigureAwait(false);
        foreach (var load in CaptureLoad.All)
        {
            using var target = await TargetProcess.StartAsync(cancellationToken).ConfigureAwait(false);
            var plan = CapturePlans.Of(load, target.Url, TimeSpan.FromSeconds(seconds), k6);
            var folder = Directory.CreateTempSubdirectory("loadtestaz-");
            try
            {
                var recorder = new SampleRecorder();
                var light = new LightCapture(recorder, plan, TimeProvider.System);
                await using (light.ConfigureAwait(false))
                {
                    var variables = new Dictionary<string, string>(light.Variables) { ["SLEEP"] = load.Sleep.TotalSeconds.ToString(CultureInfo.InvariantCulture) };
                    await K6Process.RunAsync(plan, folder.FullName, ["--out", "json=samples.json", "--out", "opentelemetry"], cancellationToken, Script, variables).ConfigureAwait(false);
                }

                var samples = new ValueSink();
                using var file = File.OpenRead(Path.Combine(folder.FullName, "samples.json"));
                await new K6JsonReader(samples).ReadAsync(file, cancellationToken).ConfigureAwait(false);
                await output.WriteLineAsync($"## {load.Title}, {seconds} s\n\n{Report(recorder.Snapshot(), samples)}").ConfigureAwait(false);
            }
            finally
            {
                folder.Delete(recursive: true);
            }
        }
    }

    private static string Report(MetricSet light, ValueSink samples)
    {
        var (counts, trends) = (new MarkdownTable("metric", "of all samples:", "light:"), new MarkdownTable(
            ["Trend", "samples:", "light:", "sum, relative difference:", "stated error:", .. Percentiles.Select(p => string.Create(CultureInfo.InvariantCulture, $"p({p}):"))]));
        foreach (var (metric, values) in samples.Values.OrderBy(v => v.Key.Name, StringComparer.Ordinal))
        {
            switch (light.Find(metric.Name)?.Accumulator)
            {
                case CounterAccumulator counter:
                    counts.Add(metric.Name, Number(Sum(values)), Number(counter.Sum));
                    break;
                case RateAccumulator rate:
                    counts.Add(metric.Name, $"{values.Count(v => v != 0)} of {values.Count}", $"{rate.Passes} of {rate.Samples}");
                    break;
                case TrendAccumulator trend:
                    values.Sort();
                    var sum = Sum(values);
                    trends.Add([metric.Name, Number(values.Count), Number(trend.Samples), Error(trend.Sum, sum).ToString("0.0e+0", CultureInfo.InvariantCulture), Percent(trend.RelativeError), .. Percentiles.Select(p => Percent(Error(trend.Percentile(p), Exact(values, p))))]);
                    break;
                case null:
                    counts.Add(metric.Name, Number(values.Count), "nothing");
                    break;
            }
        }

        var text = new StringBuilder();
        counts.WriteTo(text, int.MaxValue);
        trends.WriteTo(text, int.MaxValue);
        return text.Append("Of the percentiles the real error, against all samples with k6's interpolation.\n").ToString();
    }

    private static double Error(double estimate, double truth) => estimate == truth ? 0 : Math.Abs((estimate / truth) - 1);

    private static double Sum(List<double> values)
    {
        var sum = new ExactSum();
        foreach (var value in values)
            sum.Add(value);
        return sum.Value;
    }

    private static double Exact(List<double> sorted, double percent)
    {
        var rank = percent / 100 * (sorted.Count - 1);
        var below = sorted[(int)rank];
        return below + ((sorted[Math.Min((int)rank + 1, sorted.Count - 1)] - below) * (rank - Math.Floor(rank)));
    }

    private static string Number(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    private static string Percent(double share) => share.ToString("P2", CultureInfo.InvariantCulture);
}

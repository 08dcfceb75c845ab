using System.Globalization;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Engines.K6.Light;
using LoadTestAz.Benchmarks.Capture;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Targets;

namespace LoadTestAz.Benchmarks.Performance.Agent;

/// <summary>What the agent costs k6, beside k6 alone.</summary>
internal sealed class AgentSection : ISection
{
    private const int Seconds = 12;

    // Two processors for k6, a server and the agent: it depends much on who of them gets one when. So the two that are compared
    // have more rounds than those that show what stands behind it.
    private const int LeastRounds = 9, RoundsOfAll = 3;
    private const double MostLost = 0.05;
    private const string What = "requests/s of k6 under the agent, of `k6 run --out json=FILE`";

    private static readonly string Wanted = $"at least {(1 - MostLost).ToString("P0", CultureInfo.InvariantCulture)}";

    /// <inheritdoc/>
    public string Name => "agent";

    /// <inheritdoc/>
    public string Title => "The agent beside k6 alone";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        rounds = Math.Max(rounds, LeastRounds);
        K6Binary k6;
        try
        {
            k6 = await CapturePlans.FindK6Async(cancellationToken).ConfigureAwait(false);
        }
        catch (BenchmarkException e)
        {
            return new SectionReport($"Not measured: {e.Message}", [new Target(What, Wanted, "there is no k6 here", IsMet: null)]);
        }

        var lightToo = LightCapture.WhyNot(k6) is null;
        var variants = CaptureVariant.All.Where(v => v.Name is CaptureVariant.Bare or CaptureVariant.Json or CaptureVariant.Nowhere or CaptureVariant.Full || (lightToo && v.Name is CaptureVariant.Light)).ToList();
        var compared = variants.Where(v => v.Name is CaptureVariant.Json or CaptureVariant.Full).ToList();
        var load = CaptureLoad.All[0];
        using var target = await TargetProcess.StartAsync(cancellationToken).ConfigureAwait(false);
        var plan = CapturePlans.Of(load, target.Url, TimeSpan.FromSeconds(Seconds), k6);
        var measured = await CaptureRounds.MeasureAsync(plan, variants, RoundsOfAll, cancellationToken).ConfigureAwait(false);
        foreach (var (variant, figures) in await CaptureRounds.MeasureAsync(plan, compared, rounds - RoundsOfAll, cancellationToken).ConfigureAwait(false))
            measured[variant].AddRange(figures);
        var byName = measured.ToDictionary(m => m.Key.Name, m => m.Value);
        Spread Of(string variant, string other) => Ratios.Of([.. byName[variant].Select(f => f.Requests)], [.. byName[other].Select(f => f.Requests)]);
        var (full, light) = (Of(CaptureVariant.Full, CaptureVariant.Json), lightToo ? Of(CaptureVariant.Light, CaptureVariant.Json) : null);
        var markdown = $"""
            k6 {k6.VersionText} makes requests as fast as it can ({load.Title}) to a small server in a process of its own, for {Seconds} s a round, all
            ways in turns: `--out json=FILE` and full capture, which are compared, in {rounds} rounds, the others in {RoundsOfAll} of these. Under the agent
            all of its samples arrive in the agent and are added up there while the load runs: the agent, k6 and the server share the
            processors; k6 has a session of its own in all of them, by which Linux shares processors out.
            "Reader" is the agent, which has followed a shorter run before, so that it is compiled as it is in a container; or what reads k6's output.

            {CaptureRounds.Report(measured, Seconds)}
            Of `--out json=FILE`'s requests k6 makes {full.ToString("P0")} under the agent with full capture{(light is null ? "" : $", and {light.ToString("P0")} with light capture")};
            of those that it makes when its output goes to no file, {Of(CaptureVariant.Full, CaptureVariant.Nowhere).ToString("P0")} with full capture. It may be more than 100 %: writing a file costs k6 more than
            writing to a pipe does, and k6 and the server alone leave processors idle now and then, which the agent uses.
            What capturing costs k6 itself is in the first row against the second: the encoding of each sample, which happens inside k6, whoever reads it.
            Where the processors are full, what the agent uses is what k6 does not get: that is its column.
            """;
        return new SectionReport(markdown, [new Target(What, Wanted, full.ToString("P0"), full.Median >= 1 - MostLost)]);
    }
}

using System.Text;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Benchmarks.Capture;
using LoadTestAz.Benchmarks.Measuring;
using LoadTestAz.Benchmarks.Targets;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Benchmarks.Performance.Engine;

/// <summary>The built-in HTTP engine beside other load generators: how much load, and how well measured.</summary>
internal sealed class EngineSection : ISection
{
    private const int Seconds = 3;
    private const int Connections = 100;
    private const int ModerateConnections = 10;
    private const double LeastOfAutocannon = 1;
    private const double LeastOfK6 = 2;
    private const double MostOff = 0.05;

    private const string Omission = """
        **Coordinated omission.** All of these are closed loops: a connection asks again when it was answered. A server that stands still
        for a second is asked nothing in that second, so the second shows in as many latencies as there are connections, not in all the requests that
        a steady stream of users would have sent meanwhile. wrk adds such requests afterwards, wherever a latency is longer than twice the mean
        interval of a connection; k6, autocannon and the built-in engine add nothing: what they show was measured. The virtual users of
        a plan are such a closed loop, and its percentiles are those that so many users see. Whoever wants to know what
        a fixed stream of arrivals sees takes a k6 script with an arrival-rate executor: it starts iterations by the clock, and those that find no
        virtual user free are counted in `dropped_iterations`; also there `http_req_duration` begins when the request is sent.
        """;

    private static readonly EngineWay Own = new("LoadTestAz: a whole worker, every sample recorded", OwnEngine.RunAsync);
    private static readonly EngineWay WrkWay = new("wrk", Wrk.RunAsync);
    private static readonly EngineWay Handler = new("SocketsHttpHandler alone, recording nothing", (job, cancel) => LoopProcess.RunAsync(LoopProcess.Handler, job, cancel));
    private static readonly EngineWay Sockets = new(".NET's sockets alone, understanding nothing", (job, cancel) => LoopProcess.RunAsync(LoopProcess.Sockets, job, cancel));

    /// <inheritdoc/>
    public string Name => "engine";

    /// <inheritdoc/>
    public string Title => "The HTTP engine beside autocannon, wrk and k6";

    /// <inheritdoc/>
    public async Task<SectionReport> MeasureAsync(int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        List<string> missing = [];
        var (hasAutocannon, hasWrk) = (Has(await Autocannon.WhyNotAsync(cancellationToken).ConfigureAwait(false)), Has(Wrk.WhyNot()));
        var autocannon = hasAutocannon ? new EngineWay($"autocannon {await Autocannon.VersionAsync(cancellationToken).ConfigureAwait(false)}", (job, cancel) => Autocannon.RunAsync(job, threads: 0, cancel)) : null;
        var k6 = await FindK6Async(cancellationToken).ConfigureAwait(false);
        var (plain, report) = (k6 is null ? null : new EngineWay($"k6 {k6.VersionText}, no output", (job, cancel) => RunK6Async(k6, job, cancel)), new StringBuilder());
        List<EngineWay?> ways =
        [
            Own, autocannon, hasAutocannon ? new EngineWay($"autocannon, {Environment.ProcessorCount} worker threads", (job, cancel) => Autocannon.RunAsync(job, Environment.ProcessorCount, cancel)) : null,
            plain, hasWrk ? WrkWay : null, Handler, Sockets,
        ];
        var speed = await SpeedAsync([.. ways.OfType<EngineWay>()], rounds, log, cancellationToken).ConfigureAwait(false);
        var table = new MarkdownTable("way", "requests/s:", "of ours:", "CPU, µs/request:");
        foreach (var (way, figures) in speed)
        {
            table.Add(
                way.Title, Spread.Of(figures.Select(f => f.RequestsPerSecond)).ToString("N0"), way == Own ? "" : Ratio(figures, speed[Own]).ToString("N2"),
                Spread.Of(figures.Select(f => f.Processor * 1e6 / f.Requests)).ToString("N1"));
        }

        report.Append($"""
            {Connections} connections, each of which sends a small GET as soon as the last one is answered, for {Seconds} s to a small server in a process of its
            own on 127.0.0.1; {rounds} rounds in turns. Client and server share the processors, so what a client leaves idle the server gets. Ours is a
            whole worker with all nine timings of every request recorded; wrk and autocannon keep one latency of each. What is compiled
            while it runs (.NET, Node.js) has made load for {WarmUp.Seconds} s before; its processor time has that in it, and the start.{string.Concat(missing.Select(m => $" Here {m}."))}


            """);
        table.WriteTo(report, int.MaxValue);
        report.Append($"""
            {Limit(speed, hasWrk)}


            """);
        var targets = new List<Target>
        {
            AtLeast("HTTP engine at 100 connections, of autocannon's requests/s", LeastOfAutocannon, autocannon is null ? null : Ratio(speed[Own], speed[autocannon]), missing, "autocannon"),
            AtLeast("HTTP engine at 100 connections, of k6's requests/s", LeastOfK6, plain is null ? null : Ratio(speed[Own], speed[plain]), missing, "k6"),
        };
        targets.AddRange(hasWrk
            ? await LatencyAsync(report, rounds, log, cancellationToken).ConfigureAwait(false)
            : [new Target("latency percentiles at moderate load, of wrk's", "within 5 %", "there is no wrk here", IsMet: null)]);
        return new SectionReport(report.Append(Omission).ToString(), targets);

        bool Has(string? whyNot)
        {
            if (whyNot is not null)
                missing.Add(whyNot);
            return whyNot is null;
        }

        async Task<K6Binary?> FindK6Async(CancellationToken cancel)
        {
            try
            {
                return await CapturePlans.FindK6Async(cancel).ConfigureAwait(false);
            }
            catch (BenchmarkException)
            {
                missing.Add("k6 is left out: neither LOADTEST_K6 nor the PATH has it");
                return null;
            }
        }
    }

    private static async Task<Dictionary<EngineWay, List<EngineFigures>>> SpeedAsync(IReadOnlyList<EngineWay> ways, int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        using var target = await TargetProcess.StartAsync(cancellationToken).ConfigureAwait(false);
        return await MeasureAsync(ways, new EngineJob(target.Url, Connections, Seconds), rounds, log, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IReadOnlyList<Target>> LatencyAsync(StringBuilder report, int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        using var target = await TargetProcess.StartWaitingAsync(cancellationToken).ConfigureAwait(false);
        var measured = await MeasureAsync([Own, WrkWay], new EngineJob(target.Url, ModerateConnections, Seconds), rounds, log, cancellationToken).ConfigureAwait(false);
        var table = new MarkdownTable(["way", "requests/s:", .. EngineWay.Percents.Select(p => $"p{p}, ms:")]);
        var ratios = EngineWay.Percents.Select((_, i) => Spread.Of(measured[Own].Zip(measured[WrkWay], (own, wrk) => own.Percentiles![i] / wrk.Percentiles![i]))).ToList();
        foreach (var (way, figures) in measured)
            table.Add([way.Title, Spread.Of(figures.Select(f => f.RequestsPerSecond)).ToString("N0"), .. EngineWay.Percents.Select((_, i) => Spread.Of(figures.Select(f => f.Percentiles![i])).ToString("N2"))]);
        table.Add(["ours, of wrk's", Ratio(measured[Own], measured[WrkWay]).ToString("N3"), .. ratios.Select(r => r.ToString("N3"))]);
        report.Append($"""
            ### Latencies at moderate load

            {ModerateConnections} connections to a server that answers after 10 to 24 ms, each thousand answers after the same waits: so the latencies are the server's,
            and not how fast the client is (at full speed in a closed loop a latency is little more than connections / requests per second). Both
            measure from the first byte sent to the last byte received; wrk counts whole microseconds, ours is `http_req_duration`, within 0.1 %. No
            wait is so long that wrk would correct it.


            """);
        table.WriteTo(report, int.MaxValue);
        return [.. EngineWay.Percents.Zip(ratios, (p, ratio) => new Target($"latency p{p} at moderate load, of wrk's", $"within {MostOff:P0}", ratio.ToString("N3"), Math.Abs(ratio.Median - 1) <= MostOff))];
    }

    private static async Task<Dictionary<EngineWay, List<EngineFigures>>> MeasureAsync(IReadOnlyList<EngineWay> ways, EngineJob job, int rounds, TextWriter log, CancellationToken cancellationToken)
    {
        var measured = ways.ToDictionary(way => way, _ => new List<EngineFigures>());
        for (var round = 0; round < rounds; round++)
        {
            await log.WriteLineAsync($"  {job.Connections} connections, round {round + 1} of {rounds}").ConfigureAwait(false);
            foreach (var way in Turns.Of(ways, round))
            {
                var before = ProcessorTime.OfEndedChildren;
                var figures = await way.RunAsync(job, cancellationToken).ConfigureAwait(false);
                measured[way].Add(figures with { Processor = (ProcessorTime.OfEndedChildren - before).TotalSeconds });
            }
        }

        return measured;
    }

    private static async Task<EngineFigures> RunK6Async(K6Binary k6, EngineJob job, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("loadtestaz-");
        try
        {
            var plan = CapturePlans.Of(new CaptureLoad("engine", "", job.Connections, TimeSpan.Zero), job.Target, TimeSpan.FromSeconds(job.Seconds), k6);
            var figures = await Capture.K6Process.RunAsync(plan, folder.FullName, [], cancellationToken).ConfigureAwait(false);
            return new EngineFigures(figures.Requests / job.Seconds, figures.Requests);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static Spread Ratio(IEnumerable<EngineFigures> figures, IEnumerable<EngineFigures> others) =>
        Spread.Of(figures.Zip(others, (f, o) => f.RequestsPerSecond / o.RequestsPerSecond));

    private static Target AtLeast(string what, double least, Spread? ratio, IEnumerable<string> missing, string peer) => new(
        what, $"at least {least:0.#} times", ratio?.ToString("N2") ?? missing.First(m => m.StartsWith(peer, StringComparison.Ordinal)), ratio is null ? null : ratio.Median >= least);

    // What stands below ours, and what that has left to give.
    private static string Limit(Dictionary<EngineWay, List<EngineFigures>> speed, bool hasWrk) =>
        $"""
        What limits it: SocketsHttpHandler alone, in a loop that only counts, makes {Ratio(speed[Handler], speed[Own]).ToString("N2")} times our requests; sockets
        whose bytes nobody reads make {Ratio(speed[Sockets], speed[Own]).ToString("N2")} times{(hasWrk ? $", and wrk {Ratio(speed[WrkWay], speed[Own]).ToString("N2")} times: that is about what the kernel's loopback and the server give" : "")}.
        """;
}

using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Runs;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>The workers: those that something is wrong with first, and all of them below when they are many.</summary>
internal static class WorkerSection
{
    private const int Few = 40;
    private const int MaxRows = 1000;
    private const int MaxCause = 160;

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Workers.Count == 0)
            return;
        var missing = Expectations.Missing(result).ToHashSet();
        html.Add($"<section id=\"workers\"><h2>Workers</h2>\n<p>{Summary(result, missing)}</p>\n");
        if (result.Workers.Count <= Few)
        {
            Table(result, result.Workers, missing).WriteTo(html);
        }
        else
        {
            var notable = result.Workers.Where(w => missing.Contains(w) || w.Health is { IsCpuHigh: true } or { IsMemoryHigh: true }).OrderByDescending(missing.Contains).ToList();
            Table(result, notable, missing).WriteTo(html, Few);
            html.Add($"<details><summary>All {Figures.Number(result.Workers.Count)} workers</summary>\n");
            Table(result, result.Workers, missing).WriteTo(html, MaxRows);
            html.Add($"</details>\n");
        }

        html.Add($"<p class=\"note\">Start: after the first worker's. CPU and memory: the highest of engine and machine; above {Figures.Percent(LoadTestWorkerHealth.HighCpuShare)} of its CPU, a worker's latencies are suspect.</p></section>\n");
    }

    private static string Summary(LoadTestResult result, IReadOnlyCollection<LoadTestWorker> missing)
    {
        var coverage = result.Coverage;
        var skew = result.StartSkew is { } apart ? $" Their loads began within {Seconds(apart)} of each other." : "";
        var strained = result.Workers.Count(w => w.Health is { IsCpuHigh: true } or { IsMemoryHigh: true });
        var short1 = strained == 0 ? "" : $" Short of CPU or memory: {Figures.Number(strained)}.";
        var causes = missing.GroupBy(w => w.Cause is WorkerCause.None ? w.State.ToString() : $"{w.State} ({w.Cause})").OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).Select(g => $"{Figures.Number(g.Count())} {g.Key}");
        var lost = missing.Count == 0 ? "" : $" Not among them: {string.Join(", ", causes)}.";
        return $"{Figures.Number(coverage.FinishedWorkers)} of {Figures.Number(coverage.PlannedWorkers)} went on to the end.{lost} The figures are of {Figures.Number(coverage.MergedWorkers)}.{skew}{short1}";
    }

    private static HtmlTable Table(LoadTestResult result, IReadOnlyList<LoadTestWorker> workers, HashSet<LoadTestWorker> missing)
    {
        var named = result.Plan is null;
        var table = new HtmlTable("Workers", "Worker" + (named ? "" : ":"), "VUs:", "Share:", "State", "Start:", "Ran:", "CPU:", "Memory:", "Cause");
        foreach (var worker in workers)
        {
            var isMissing = missing.Contains(worker);
            table.AddClassed(
                isMissing ? "bad" : "",
                named ? Parts.Code(worker.Name) : Parts.Text(Figures.Number(worker.Index)),
                Parts.Text(worker.Share is null ? Figures.None : Figures.Number(worker.Vus)),
                Parts.Text(worker.Share is { } share ? Figures.Percent(share) : Figures.None),
                isMissing ? Parts.Sign(false, worker.State.ToString()) : Parts.Text(worker.State.ToString()),
                Parts.Text(worker.StartDelay is { } after ? "+" + Seconds(after) : Figures.None),
                Parts.Text(worker.Duration is { } ran ? Figures.Duration(ran) : Figures.None),
                Used(worker.Health?.CpuShare, worker.Health?.IsCpuHigh),
                Used(worker.Health?.MemoryShare, worker.Health?.IsMemoryHigh),
                new HtmlMarkup(HtmlTemplate.Escape(CauseOf(worker), MaxCause)));
        }

        return table;
    }

    private static HtmlMarkup Used(double? share, bool? isHigh) => share is not { } used ? Parts.Text(Figures.None)
        : isHigh is true ? Parts.Caution(Whole(used)) : Parts.Text(Whole(used));

    private static string Whole(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");

    private static string CauseOf(LoadTestWorker worker) =>
        worker.Cause is WorkerCause.None ? worker.Detail ?? "" : $"{worker.Cause}{(worker.ExitCode is { } code ? FormattableString.Invariant($", exit code {code}") : "")}: {worker.Detail}";

    private static string Seconds(TimeSpan time) => time < TimeSpan.FromSeconds(1)
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0} ms")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.##} s");
}

using System.Globalization;
using System.Text;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.K6;

/// <summary>
/// What k6 shows at the end of a test, for people who read it in a build's log, and for tools that do: checks by group, then a
/// line for each metric, with a mark where it has thresholds. Above it stands what k6 can't know: how much of the load it is of.
/// </summary>
/// <remarks>k6's own text up to v1, and there by --summary-mode=legacy. An estimate has a '~' before it.</remarks>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/internal/js/summary.js">generateTextSummary</seealso>
internal sealed class K6TextReport : IReportWriter
{
    private const string Good = "✓";
    private const string Bad = "✗";
    private const int Dots = 3;

    // A name that takes the whole line leaves no place for figures.
    private const int MaxName = 100;

    public LoadTestReportFormat Format => LoadTestReportFormat.K6Text;

    public string Extension => "summary.txt";

    public void Write(LoadTestResult result, Stream output)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"     execution: {Expectations.Coverage(result.Coverage)} to the end (run {Visible(result.RunId)}: {result.State})\n");
        text.Append(CultureInfo.InvariantCulture, $"        script: {Visible(result.Name)}\n       verdict: {(result.Passed ? "passed" : "failed")}\n\n");
        WriteGroup(text, K6Group.RootOf(result.Checks), "     ");
        WriteMetrics(text, result);
        output.Write(Encoding.UTF8.GetBytes(text.ToString().TrimEnd('\n') + "\n"));
    }

    private static void WriteGroup(StringBuilder text, K6Group group, string indent)
    {
        if (group.Path.Length > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}█ {Visible(group.Name)}\n\n");
            indent += "  ";
        }

        foreach (var check in group.Checks)
        {
            text.Append(CultureInfo.InvariantCulture, $"{indent}{(check.Fails == 0 ? Good : Bad)} {Visible(check.Name)}\n");
            if (check.Fails > 0)
                text.Append(CultureInfo.InvariantCulture, $"{indent} ↳  {Math.Floor(100.0 * check.Passes / (check.Passes + check.Fails))}% — {Good} {check.Passes} / {Bad} {check.Fails}\n");
        }

        if (group.Checks.Count > 0)
            text.Append('\n');
        foreach (var inner in group.Groups)
            WriteGroup(text, inner, indent);
    }

    private static void WriteMetrics(StringBuilder text, LoadTestResult result)
    {
        var rows = K6Metric.AllOf(result, new K6TrendStats(result.Thresholds, 90, 95)).Select(m => Row(m, result.Metrics[m.Name]))
            .OrderBy(r => r.Metric, StringComparer.Ordinal).ThenBy(r => r.IsSub).ThenBy(r => r.Name, StringComparer.Ordinal).ToList();
        var width = rows.Select(r => Width(r.Name)).DefaultIfEmpty().Max() + Dots;
        foreach (var kind in rows.GroupBy(r => r.IsTrend))
        {
            for (var column = 0; column < kind.Max(r => r.Cells.Length); column++)
            {
                var cells = kind.Where(r => column < r.Cells.Length).ToList();
                var widest = cells.Max(r => Width(r.Cells[column]));

                // k6 leaves what stands behind a Counter's total as it is.
                foreach (var row in cells.Where(r => column == 0 || !r.IsCounter))
                    row.Cells[column] += new string(' ', widest - Width(row.Cells[column]));
            }
        }

        foreach (var row in rows)
            text.Append(CultureInfo.InvariantCulture, $"   {(row.IsSub ? "  " : "")}{row.Mark} {row.Name.TrimStart()}{new string('.', width - Width(row.Name))}: {string.Join(' ', row.Cells)}\n");
    }

    private static TextRow Row(K6Metric metric, LoadTestMetric? known)
    {
        // Only a submetric's name ends so; a file may have made up any.
        var brace = metric.Name.EndsWith('}') ? metric.Name.IndexOf('{') : -1;
        var name = Visible(brace < 0 ? metric.Name : $"{{ {metric.Name[(brace + 1)..^1]} }}");
        var mark = metric.Thresholds.Count == 0 ? " " : metric.Thresholds.Values.All(holds => holds) ? Good : Bad;
        var figures = metric.Values.Where(v => metric.Type != "trend" || v.Key != "count").Select(v => Figure(metric, known, v.Key, v.Value));
        return new TextRow(brace < 0 ? metric.Name : metric.Name[..brace], brace < 0 ? name : "  " + name, mark, metric.Type, [.. figures]);
    }

    private static string Figure(K6Metric metric, LoadTestMetric? known, string name, double? value)
    {
        var isEstimate = known?.Method is FigureMethod.Estimate && (name == "med" || name.StartsWith('p') || (name == "avg" && known.AvgBounds is not null) || (name == "value" && known.ValueBounds is not null));
        var text = value is not { } figure ? "?" : (isEstimate ? "~" : "") + (name switch
        {
            "passes" or "fails" or "count" when metric.Type != "counter" => figure.ToString("0", CultureInfo.InvariantCulture),
            _ => K6Units.Of(figure, metric.Type, metric.Contains),
        });
        return (metric.Type, name) switch
        {
            ("trend", _) or ("gauge", "min" or "max") => $"{name}={text}",
            ("counter", "rate") => text + "/s",
            ("rate", "passes") => $"{Good} {text}",
            ("rate", "fails") => $"{Bad} {text}",
            _ => text,
        };
    }

    private static string Visible(string text) => VisibleText.Of(text, MaxName);

    private static int Width(string text) => text.EnumerateRunes().Count();

    private sealed record TextRow(string Metric, string Name, string Mark, string Type, string[] Cells)
    {
        public bool IsSub => Name.StartsWith(' ');

        public bool IsTrend => Type == "trend";

        public bool IsCounter => Type == "counter";
    }
}

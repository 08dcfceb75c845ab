using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Sections;

/// <summary>Where files were merged, what became of each.</summary>
internal static class SourceSection
{
    private const int MaxRows = 200;

    public static void Write(HtmlBuilder html, LoadTestResult result)
    {
        if (result.Sources.Count == 0)
            return;
        var used = result.Sources.Count(s => s.Used);
        html.Add($"<section id=\"sources\"><details><summary>{(result.Sources.Count == 1 ? "1 file was" : $"{Figures.Number(result.Sources.Count)} files were")} given, {(used == 1 ? "1 is" : $"{Figures.Number(used)} are")} in the figures</summary>\n");
        var table = new HtmlTable("Files", "File", "Kind", "Worker", "Used", "Samples:", "Detail");
        foreach (var source in result.Sources)
            table.Add(Parts.Code(source.Path), Parts.Text(source.Kind?.ToString() ?? Figures.None), Parts.Code(source.Worker), Parts.Text(source.Used ? "yes" : "no"), Parts.Text(source.Samples is { } samples ? Figures.Number(samples) : Figures.None), Parts.Text(source.Detail ?? ""));
        table.WriteTo(html, MaxRows);
        html.Add($"</details></section>\n");
    }
}

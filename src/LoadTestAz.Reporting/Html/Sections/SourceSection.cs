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
        html.Add($"<section id=\"sources\"><details><summary>{Count(result.Sources.Count, "was", "were")} given, {Count(result.Sources.Count(s => s.Used), "is", "are")} in the figures</summary>\n");
        var table = new HtmlTable("Files", "File", "Kind", "Worker", "Used", "Samples:", "Detail");
        foreach (var source in result.Sources)
            table.Add(Parts.Code(source.Path), Parts.Text(source.Kind?.ToString() ?? Figures.None), Parts.Code(source.Worker), Parts.Text(source.Used ? "yes" : "no"), Parts.Text(source.Samples is { } samples ? Figures.Number(samples) : Figures.None), Parts.Text(source.Detail ?? ""));
        table.WriteTo(html, MaxRows);
        html.Add($"</details></section>\n");
    }

    private static string Count(int files, string one, string many) => $"{Figures.Number(files)} {(files == 1 ? $"file {one}" : $"files {many}")}";
}

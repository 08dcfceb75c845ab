using System.Security.Cryptography;
using System.Text;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Html.Sections;

namespace LoadTestAz.Reporting.Html;

/// <summary>
/// A page for people, in one file that asks for nothing from anywhere: charts as SVG that need no script, and a small script
/// that only adds to them. Its content security policy allows its own style and script, by their hashes, and nothing else.
/// </summary>
internal sealed class HtmlReport : IReportWriter
{
    private static readonly string Style = Asset("report.css");
    private static readonly string Script = Asset("report.js");
    private static readonly string Shapes = Asset("shapes.svg");

    private static readonly (string Id, string Title)[] Places =
    [
        ("verdict", "Verdict"), ("thresholds", "Thresholds"), ("warnings", "Warnings"), ("comparison", "Compared"), ("time", "Over time"), ("distribution", "Distribution"),
        ("metrics", "Metrics"), ("checks", "Checks"), ("workers", "Workers"), ("plan", "Plan"), ("sources", "Files"),
    ];

    public LoadTestReportFormat Format => LoadTestReportFormat.Html;

    public string Extension => "html";

    public void Write(LoadTestResult result, Stream output)
    {
        var content = new HtmlBuilder();
        VerdictSection.Write(content, result);
        ThresholdSection.Write(content, result);
        WarningSection.Write(content, result);
        ComparisonSection.Write(content, result);
        TimeSection.Write(content, result);
        DistributionSection.Write(content, result);
        MetricSection.Write(content, result);
        CheckSection.Write(content, result);
        WorkerSection.Write(content, result);
        PlanSection.Write(content, result);
        SourceSection.Write(content, result);
        var page = new HtmlBuilder();
        WriteHead(page, result);
        WriteNavigation(page, content.ToString());
        page.Add($"<main>\n{content.ToMarkup()}</main>\n<footer>Made by LoadTestAz. The page asks for nothing from the network.</footer>\n<script>{new HtmlMarkup(Script)}</script>\n</body>\n</html>\n");
        output.Write(Encoding.UTF8.GetBytes(page.ToString()));
    }

    private static void WriteHead(HtmlBuilder page, LoadTestResult result)
    {
        var policy = $"default-src 'none'; style-src '{HashOf(Style)}'; script-src '{HashOf(Script)}'; img-src data:; base-uri 'none'; form-action 'none'";
        page.Add($"<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" content=\"{new HtmlMarkup(policy)}\">\n");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n");
        page.Add($"<title>{(result.Passed ? "Passed" : "Failed")}: {result.Name}</title>\n<link rel=\"icon\" href=\"data:,\">\n<style>{new HtmlMarkup(Style)}</style>\n</head>\n<body>\n{new HtmlMarkup(Shapes)}");
    }

    private static void WriteNavigation(HtmlBuilder page, string content)
    {
        page.Add($"<nav aria-label=\"Sections\">");
        foreach (var (id, title) in Places.Where(p => content.Contains($" id=\"{p.Id}\"", StringComparison.Ordinal)))
            page.Add($"<a href=\"#{id}\">{title}</a>");
        page.Add($"</nav>\n");
    }

    private static string HashOf(string text) => "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private static string Asset(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream($"LoadTestAz.Reporting.Html.{name}")
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}

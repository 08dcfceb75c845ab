using LoadTestAz.Reporting.Csv;
using LoadTestAz.Reporting.Html;
using LoadTestAz.Reporting.JUnit;
using LoadTestAz.Reporting.K6;
using LoadTestAz.Reporting.Markdown;

namespace LoadTestAz.Reporting;

/// <summary>All formats there are. A new one is a new writer and a line here.</summary>
public static class ReportWriters
{
    /// <summary>One writer for each format.</summary>
    public static IReadOnlyList<IReportWriter> All { get; } =
    [
        new HtmlReport(), new MarkdownReport(), new JUnitReport(), new MetricsCsvReport(), new TimeSeriesCsvReport(), new JsonReport(),
        new K6SummaryReport(), new K6SummaryExportReport(), new K6TextReport(), new ResultReport(),
    ];

    /// <summary>The writer for a format.</summary>
    public static IReportWriter For(LoadTestReportFormat format) =>
        All.FirstOrDefault(w => w.Format == format) ?? throw new ArgumentOutOfRangeException(nameof(format), format, "There is no such format.");
}

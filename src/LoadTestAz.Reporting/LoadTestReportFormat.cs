namespace LoadTestAz.Reporting;

/// <summary>The formats a result can be exported in.</summary>
public enum LoadTestReportFormat
{
    /// <summary>For people: a page with charts, in one file.</summary>
    Html,

    /// <summary>For people: fits a comment on a pull request.</summary>
    Markdown,

    /// <summary>JUnit XML: a test case for each threshold, each check, the coverage, and the run's end.</summary>
    JUnit,

    /// <summary>CSV with a row for each metric.</summary>
    Csv,

    /// <summary>CSV with a row for each interval of the course over time.</summary>
    CsvTimeSeries,

    /// <summary>JSON with all figures of the result, as its schema describes it.</summary>
    Json,

    /// <summary>JSON as k6's handleSummary gets it.</summary>
    K6Summary,

    /// <summary>JSON as k6 writes it for --summary-export.</summary>
    K6SummaryExport,

    /// <summary>Text as k6 shows it at the end of a test.</summary>
    K6Text,

    /// <summary>JSON with all that the result has and was made of, so that it can be merged again.</summary>
    Result,
}

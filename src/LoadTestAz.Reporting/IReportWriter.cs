using LoadTestAz.Merging;

namespace LoadTestAz.Reporting;

/// <summary>Writes results in one format. The same result always gives the same bytes: UTF-8 without a mark, lines ended by \n.</summary>
/// <remarks>
/// Names of metrics, checks and tags, and the details of errors, come from scripts and servers. A writer puts them down
/// so that they are read as text, whatever is in them.
/// </remarks>
public interface IReportWriter
{
    /// <summary>The format's name.</summary>
    LoadTestReportFormat Format { get; }

    /// <summary>How the name of a file in this format ends, without the leading dot; no two formats share one.</summary>
    string Extension { get; }

    /// <summary>Writes the whole report and leaves the stream open.</summary>
    void Write(LoadTestResult result, Stream output);
}

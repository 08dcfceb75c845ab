using LoadTestAz.Merging;
using LoadTestAz.Reporting.K6;

namespace LoadTestAz.Reporting;

/// <summary>All figures of a result as JSON for other people's tools, as <c>docs/result.schema.json</c> describes it; without what only a merge needs.</summary>
internal sealed class JsonReport : IReportWriter
{
    public LoadTestReportFormat Format => LoadTestReportFormat.Json;

    public string Extension => "json";

    public void Write(LoadTestResult result, Stream output) => K6Json.Write(output, ResultJson.SerializeFigures(result));
}

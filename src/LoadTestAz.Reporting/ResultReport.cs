using LoadTestAz.Merging;
using LoadTestAz.Reporting.K6;

namespace LoadTestAz.Reporting;

/// <summary>The result itself, as <c>final_summary.json</c> of a run has it: it can be merged again, without loss but for exact percentiles.</summary>
internal sealed class ResultReport : IReportWriter
{
    public LoadTestReportFormat Format => LoadTestReportFormat.Result;

    public string Extension => "result.json";

    public void Write(LoadTestResult result, Stream output) => K6Json.Write(output, ResultJson.Serialize(result));
}

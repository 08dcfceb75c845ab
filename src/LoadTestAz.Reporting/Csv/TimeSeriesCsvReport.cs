using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Csv;

/// <summary>The course over time, a row for each interval, for spreadsheets; columns have the names of the objects' properties.</summary>
internal sealed class TimeSeriesCsvReport : IReportWriter
{
    public LoadTestReportFormat Format => LoadTestReportFormat.CsvTimeSeries;

    public string Extension => "timeseries.csv";

    public void Write(LoadTestResult result, Stream output)
    {
        var csv = new CsvWriter();
        foreach (var column in new[] { "Time", "IntervalSeconds", "Vus", "RequestsPerSecond", "Failures", "FailureRate", "Iterations", "P50", "P95", "P99", "DataSent", "DataReceived" })
            csv.Add(column);
        csv.EndRow();
        foreach (var point in result.TimeSeries)
        {
            csv.Add(point.Time).Add(point.Interval.TotalSeconds).Add(point.Vus).Add(point.RequestsPerSecond).Add(point.Failures).Add(point.FailureRate).Add(point.Iterations);
            csv.Add(point.P50).Add(point.P95).Add(point.P99).Add(point.DataSent).Add(point.DataReceived).EndRow();
        }

        csv.WriteTo(output);
    }
}

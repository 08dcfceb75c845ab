using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Csv;

/// <summary>The metrics, a row each, for spreadsheets; columns have the names of the objects' properties. Times are in milliseconds, data in bytes.</summary>
internal sealed class MetricsCsvReport : IReportWriter
{
    private static readonly (string Name, double Percentile)[] Percentiles = [("Med", 50), ("P90", 90), ("P95", 95), ("P99", 99), ("P999", 99.9)];

    private static readonly (string Name, Func<LoadTestMetric, double?> Figure)[] Figures =
    [
        ("RelativeError", m => m.RelativeError), ("Count", m => m.Count), ("Sum", m => m.Sum), ("Min", m => m.Min), ("Max", m => m.Max), ("Avg", m => m.Avg),
        .. Percentiles.Select(p => (p.Name, (Func<LoadTestMetric, double?>)(m => m.GetPercentile(p.Percentile)))),
        ("Rate", m => m.Rate), ("RatePerSecond", m => m.RatePerSecond), ("Passes", m => m.Passes), ("Fails", m => m.Fails), ("Value", m => m.Value),
        ("AvgLowerBound", m => m.AvgBounds?.LowerBound), ("AvgUpperBound", m => m.AvgBounds?.UpperBound),
        ("ValueLowerBound", m => m.ValueBounds?.LowerBound), ("ValueUpperBound", m => m.ValueBounds?.UpperBound),
        .. Percentiles.SelectMany(p => new (string, Func<LoadTestMetric, double?>)[] { ($"{p.Name}LowerBound", m => m.GetBounds(p.Percentile)?.LowerBound), ($"{p.Name}UpperBound", m => m.GetBounds(p.Percentile)?.UpperBound) }),
    ];

    public LoadTestReportFormat Format => LoadTestReportFormat.Csv;

    public string Extension => "metrics.csv";

    public void Write(LoadTestResult result, Stream output)
    {
        var csv = new CsvWriter();
        foreach (var column in new[] { "Name", "Type", "Contains", "Method" }.Concat(Figures.Select(f => f.Name)))
            csv.Add(column);
        csv.EndRow();
        foreach (var metric in result.Metrics)
        {
            csv.Add(metric.Name).Add(metric.Type.ToString()).Add(metric.Contains.ToString()).Add(metric.Method.ToString());
            foreach (var (_, figure) in Figures)
                csv.Add(figure(metric));
            csv.EndRow();
        }

        csv.WriteTo(output);
    }
}

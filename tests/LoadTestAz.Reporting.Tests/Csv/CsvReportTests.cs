using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Csv;
using LoadTestAz.Reporting.Tests.Support;
using Microsoft.VisualBasic.FileIO;

namespace LoadTestAz.Reporting.Tests.Csv;

public sealed class CsvReportTests
{
    [Theory]
    [InlineData("http_reqs", "\"http_reqs\"")]
    [InlineData("a,b;c\td", "\"a,b;c d\"")]
    [InlineData("say \"x\"", "\"say \"\"x\"\"\"")]
    [InlineData("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"")]
    [InlineData("+1", "\"'+1\"")]
    [InlineData("-1", "\"'-1\"")]
    [InlineData("@SUM(A1)", "\"'@SUM(A1)\"")]
    [InlineData("\t=1", "\"' =1\"")]
    [InlineData("\r\n=1", "\"'  =1\"")]
    [InlineData("\uFF1D1", "\"'\uFF1D1\"")]
    [InlineData("", "\"\"")]
    public void Texts_are_no_formulas_and_stay_in_their_cell(string text, string cell)
    {
        using var output = new MemoryStream();
        new CsvWriter().Add(text).WriteTo(output);
        Assert.Equal(cell.Replace("'  =", "' =", StringComparison.Ordinal), System.Text.Encoding.UTF8.GetString(output.ToArray()));
    }

    [Fact]
    public void Metrics_are_rows_of_the_figures_that_the_objects_have()
    {
        var result = Results.Failing();
        var rows = Rows(LoadTestReportFormat.Csv, result);
        Assert.Equal(result.Metrics.Select(m => m.Name), rows.Select(r => r["Name"]));
        foreach (var (metric, row) in result.Metrics.Zip(rows))
        {
            Assert.Equal((metric.Type.ToString(), metric.Method.ToString()), (row["Type"], row["Method"]));
            Assert.Equal([metric.Count, metric.Avg, metric.P95, metric.P999, metric.Rate, metric.Passes, metric.Value], new[] { "Count", "Avg", "P95", "P999", "Rate", "Passes", "Value" }.Select(c => Number(row[c])));
            Assert.Equal(metric.GetBounds(99)?.UpperBound, Number(row["P99UpperBound"]));
        }
    }

    [Fact]
    public void The_course_over_time_is_a_row_an_interval()
    {
        var result = Results.Failing();
        var rows = Rows(LoadTestReportFormat.CsvTimeSeries, result);
        Assert.Equal(result.TimeSeries.Select(p => (p.Time, (double?)p.RequestsPerSecond, p.FailureRate, p.P99)), rows.Select(r => (DateTimeOffset.Parse(r["Time"], CultureInfo.InvariantCulture), Number(r["RequestsPerSecond"]), Number(r["FailureRate"]), Number(r["P99"]))));
        Assert.All(rows, r => Assert.Equal("1", r["IntervalSeconds"]));
    }

    [Fact]
    public void Hostile_names_are_one_cell()
    {
        var rows = Rows(LoadTestReportFormat.Csv, Results.Poisoned());
        Assert.Equal(Results.Poisoned().Metrics.Select(m => VisibleText.Of(m.Name)), rows.Select(r => r["Name"]));
    }

    private static double? Number(string cell) => cell.Length == 0 ? null : double.Parse(cell, CultureInfo.InvariantCulture);

    private static List<Dictionary<string, string>> Rows(LoadTestReportFormat format, LoadTestResult result)
    {
        var lines = Parse(Written.Text(format, result));
        return [.. lines.Skip(1).Select(line => lines[0].Zip(line).ToDictionary(c => c.First, c => c.Second))];
    }

    // By another's rules. Import-Csv's are not to be had as a package.
    private static List<string[]> Parse(string csv)
    {
        using var parser = new TextFieldParser(new StringReader(csv)) { TextFieldType = FieldType.Delimited, Delimiters = [","], HasFieldsEnclosedInQuotes = true, TrimWhiteSpace = false };
        var rows = new List<string[]>();
        while (parser.ReadFields() is { } row)
            rows.Add(row);
        Assert.All(rows, r => Assert.Equal(rows[0].Length, r.Length));
        return rows;
    }
}

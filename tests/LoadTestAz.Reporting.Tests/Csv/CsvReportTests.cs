using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Csv;
using LoadTestAz.Reporting.Tests.Support;

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
        Assert.Equal(result.TimeSeries.Select(p => (p.Time, (double?)p.RequestsPerSecond, p.P99)), rows.Select(r => (DateTimeOffset.Parse(r["Time"], CultureInfo.InvariantCulture), Number(r["RequestsPerSecond"]), Number(r["P99"]))));
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

    // Of its own, as other programs read it.
    private static List<List<string>> Parse(string csv)
    {
        var (rows, row, cell, quoted) = (new List<List<string>>(), new List<string>(), new System.Text.StringBuilder(), false);
        for (var i = 0; i < csv.Length; i++)
        {
            var c = csv[i];
            if (quoted ? c != '"' : c is not ('"' or ',' or '\n'))
            {
                cell.Append(c);
            }
            else if (c == '"')
            {
                if (quoted && csv[i + 1] == '"')
                    cell.Append(csv[++i]);
                else
                    quoted = !quoted;
            }
            else
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (c != '\n')
                    continue;
                rows.Add(row);
                row = [];
            }
        }

        Assert.All(rows, r => Assert.Equal(rows[0].Count, r.Count));
        return rows;
    }
}

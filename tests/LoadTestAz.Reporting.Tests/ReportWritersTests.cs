using System.Globalization;
using LoadTestAz.Merging;
using LoadTestAz.Reporting.Tests.Support;

namespace LoadTestAz.Reporting.Tests;

/// <summary>What holds for every format.</summary>
public sealed class ReportWritersTests
{
    private static readonly Dictionary<string, Func<LoadTestResult>> Kinds = new(OddResults.All)
    {
        ["passing"] = Results.Passing,
        ["failing"] = Results.Failing,
        ["empty"] = Results.Empty,
        ["poisoned"] = Results.Poisoned,
    };

    public static MatrixTheoryData<LoadTestReportFormat, string> All => new(Enum.GetValues<LoadTestReportFormat>(), Kinds.Keys);

    [Fact]
    public void Each_format_has_one_writer_with_an_extension_of_its_own()
    {
        Assert.Equal(Enum.GetValues<LoadTestReportFormat>(), ReportWriters.All.Select(w => w.Format).Order());
        Assert.All(ReportWriters.All, w => Assert.Same(w, ReportWriters.For(w.Format)));
        Assert.Equal(ReportWriters.All.Count, ReportWriters.All.Select(w => w.Extension).Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    [Theory]
    [MemberData(nameof(All))]
    public void The_same_result_gives_the_same_bytes_in_any_culture(LoadTestReportFormat format, string kind)
    {
        var expected = Written.Bytes(format, Kinds[kind]());
        var odd = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        odd.NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NumberGroupSeparator = "'", NegativeSign = "~" };
        odd.DateTimeFormat = new DateTimeFormatInfo { TimeSeparator = ".", DateSeparator = "," };
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = odd;
            Assert.Equal(expected, Written.Bytes(format, Kinds[kind]()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Text_is_UTF8_without_a_mark_in_lines_that_end_in_LF(LoadTestReportFormat format, string kind)
    {
        var text = Written.Text(format, Kinds[kind]());
        Assert.NotEqual('\uFEFF', text[0]);
        Assert.DoesNotContain('\r', text);
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        Assert.False(text.EndsWith("\n\n", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Printed_to_a_console_nothing_is_obeyed(LoadTestReportFormat format, string kind)
    {
        var text = Written.Text(format, Kinds[kind]());

        // Markdown's own headings are '##' and a blank; what agents obey goes on with a word or a bracket.
        Assert.DoesNotMatch(@"##[^ #]", text);
        Assert.DoesNotMatch(@"(?m)^\s*::", text);
        Assert.DoesNotMatch(@"[\p{Cc}-[\n]]", text);
        Assert.DoesNotMatch(@"[\u2028\u2029\u202A-\u202E\u2066-\u2069\u200E\u200F\uFEFF]", text);
    }
}

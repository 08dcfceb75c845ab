using System.Text;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Tests.Support;

/// <summary>What a writer writes.</summary>
internal static class Written
{
    public static byte[] Bytes(LoadTestReportFormat format, LoadTestResult result)
    {
        using var output = new MemoryStream();
        ReportWriters.For(format).Write(result, output);
        Assert.True(output.CanWrite, "The stream belongs to the caller.");
        return output.ToArray();
    }

    public static string Text(LoadTestReportFormat format, LoadTestResult result) =>
        new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Bytes(format, result));
}

using System.Globalization;
using System.Management.Automation;
using System.Text;

namespace LoadTestAz.Shell.Rendering;

/// <summary>A progress record as one line.</summary>
internal static class ProgressText
{
    private const int BarWidth = 20;

    /// <summary>The line for a log.</summary>
    public static string Plain(ProgressRecord record) => "PROGRESS: " + OneLine(record, bar: "");

    /// <summary>The line for a terminal of that many columns, with a bar.</summary>
    public static string Bar(ProgressRecord record, int width)
    {
        string bar = "";
        if (record.PercentComplete >= 0)
        {
            int filled = Math.Min(record.PercentComplete, 100) * BarWidth / 100;
            bar = $"[{new string('#', filled)}{new string('-', BarWidth - filled)}] ";
        }

        string line = OneLine(record, bar);
        // The last column stays free: writing it makes some terminals begin a new line, which can't be redrawn.
        int room = Math.Max(width - 1, 1);
        return line.Length <= room ? line : line[..Math.Max(room - 3, 0)] + "...";
    }

    private static string OneLine(ProgressRecord record, string bar)
    {
        var text = new StringBuilder(bar);
        if (record.PercentComplete >= 0)
            text.Append(CultureInfo.InvariantCulture, $"{record.PercentComplete,3} % ");
        text.Append(record.Activity);
        if (!string.IsNullOrWhiteSpace(record.StatusDescription))
            text.Append(": ").Append(record.StatusDescription);
        if (!string.IsNullOrWhiteSpace(record.CurrentOperation))
            text.Append(", ").Append(record.CurrentOperation);
        if (record.SecondsRemaining >= 0)
            text.Append(CultureInfo.InvariantCulture, $", {TimeSpan.FromSeconds(record.SecondsRemaining):c} left");
        return SafeText.Clean(text.Replace('\n', ' ').Replace('\r', ' ').ToString(), keepColors: false);
    }
}

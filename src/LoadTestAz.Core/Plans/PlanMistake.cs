using System.Globalization;

namespace LoadTestAz.Plans;

/// <summary>One thing wrong with a plan.</summary>
/// <param name="File">Full path of the plan file; null for a parameter.</param>
/// <param name="Line">1-based; null when it concerns no place in the file.</param>
/// <param name="Column">1-based, in UTF-16 units; null when it concerns no place in the file.</param>
/// <param name="Path">The setting, such as <c>distribution.total_vus</c> or <c>test.requests[2].url</c>; for a parameter its name, such as <c>-TotalVus</c>; empty for the file as a whole.</param>
/// <param name="Value">The offending value; null when there is none.</param>
/// <param name="Message">What is wrong and what is allowed.</param>
/// <param name="Suggestion">What was probably meant; null when there is no telling.</param>
public sealed record PlanMistake(string? File, int? Line, int? Column, string Path, string? Value, string Message, string? Suggestion = null)
{
    /// <summary>One line as compilers write it: <c>plan.yaml(12,5): distribution.total_vuss: unknown key; did you mean 'total_vus'?</c></summary>
    public override string ToString()
    {
        var file = File is null ? "" : System.IO.Path.GetFileName(File);
        var place = Line is null ? "" : string.Create(CultureInfo.InvariantCulture, $"({Line},{Column})");
        var suggestion = Suggestion is null ? "" : $"; did you mean '{Suggestion}'?";
        var line = string.Join(": ", new[] { file + place, Path, Message + suggestion }.Where(part => part.Length > 0));

        // A key or value may hold anything: it neither breaks the line nor commands the terminal.
        return string.Create(line.Length, line, static (span, text) =>
        {
            for (var i = 0; i < span.Length; i++)
                span[i] = char.IsControl(text[i]) ? ' ' : text[i];
        });
    }
}

using System.Globalization;
using System.Text;

namespace LoadTestAz.Reporting.Csv;

/// <summary>
/// Writes CSV (RFC 4180, but with \n) for spreadsheets and scripts. Texts are always in quotes, so that no separator of any
/// country divides them, and one that a spreadsheet would take for a formula begins with an apostrophe.
/// </summary>
/// <seealso href="https://owasp.org/www-community/attacks/CSV_Injection"/>
internal sealed class CsvWriter
{
    // The wide ones are taken for the others in some countries.
    private const string BeginsFormula = "=+-@\uFF1D\uFF0B\uFF0D\uFF20";

    private readonly StringBuilder _csv = new();
    private bool _isFirst = true;

    /// <summary>Adds a text.</summary>
    public CsvWriter Add(string text)
    {
        var visible = VisibleText.Of(text);
        var isFormula = visible.TrimStart() is { Length: > 0 } trimmed && BeginsFormula.Contains(trimmed[0], StringComparison.Ordinal);
        return Raw($"\"{(isFormula ? "'" : "")}{visible.Replace("\"", "\"\"", StringComparison.Ordinal)}\"");
    }

    /// <summary>Adds a number; nothing where there is none.</summary>
    public CsvWriter Add(double? number) => Raw(number?.ToString("R", CultureInfo.InvariantCulture) ?? "");

    /// <summary>Adds an instant, to the millisecond.</summary>
    public CsvWriter Add(DateTimeOffset time) => Raw(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));

    /// <summary>Ends the row.</summary>
    public CsvWriter EndRow()
    {
        _csv.Append('\n');
        _isFirst = true;
        return this;
    }

    /// <summary>Writes what was added.</summary>
    public void WriteTo(Stream output) => output.Write(Encoding.UTF8.GetBytes(_csv.ToString()));

    private CsvWriter Raw(string field)
    {
        _csv.Append(_isFirst ? "" : ",").Append(field);
        _isFirst = false;
        return this;
    }
}

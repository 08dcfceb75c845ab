using System.Globalization;
using System.Text;
using System.Text.Json;
using LoadTestAz.Merging;

namespace LoadTestAz.Reporting.Html.Charts;

/// <summary>
/// The figures behind the charts over time, as JSON within the page for its script. It has numbers and this project's own
/// words only; and <see cref="Utf8JsonWriter"/> escapes what could end a script element.
/// </summary>
internal static class CourseData
{
    /// <summary>So many digits are shown, or can be told apart in a chart.</summary>
    private const string Digits = "G4";

    /// <summary>Writes it.</summary>
    public static HtmlMarkup Of(LoadTestResult result, Course course, TimeDomain domain, IReadOnlyList<TimePanel> panels)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            if (result.StartedAt is { } start)
                json.WriteString("start", start.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
            json.WriteNumber("from", domain.From);
            json.WriteNumber("to", domain.To);
            json.WriteNumber("first", course.First);
            json.WriteNumber("step", course.Interval.TotalSeconds);
            WriteValues(json, "failed", course.FailureCounts);
            json.WriteStartArray("panels");
            foreach (var panel in panels)
                Write(json, panel);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return new HtmlMarkup(Encoding.UTF8.GetString(bytes.ToArray()));
    }

    private static void Write(Utf8JsonWriter json, TimePanel panel)
    {
        json.WriteStartObject();
        json.WriteString("id", panel.Id);
        json.WriteString("title", panel.Title);
        json.WriteNumber("low", panel.Scale.Low);
        json.WriteNumber("high", panel.Scale.High);
        json.WriteBoolean("log", panel.Scale.IsLogarithmic);
        json.WriteStartArray("lines");
        foreach (var line in Enumerable.Reverse(panel.Lines))
        {
            json.WriteStartObject();
            json.WriteString("name", line.Name);
            json.WriteString("style", line.Style);
            WriteValues(json, "values", line.Values);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteValues(Utf8JsonWriter json, string name, double?[] values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
        {
            if (value is { } v && double.IsFinite(v))
                json.WriteRawValue(Short(v), skipInputValidation: true);
            else
                json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static string Short(double value) =>
        double.Parse(value.ToString(Digits, CultureInfo.InvariantCulture), CultureInfo.InvariantCulture).ToString("R", CultureInfo.InvariantCulture);
}

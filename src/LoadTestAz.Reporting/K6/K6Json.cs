using System.Buffers;
using System.Text;
using System.Text.Json;

namespace LoadTestAz.Reporting.K6;

/// <summary>JSON as we hand it out: indented, and plain ASCII that is inert in a terminal, a web page and a build's log.</summary>
internal static class K6Json
{
    /// <summary>Writes one document.</summary>
    public static void Write(Stream output, Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
            write(json);
        Write(output, buffer.WrittenSpan);
    }

    /// <summary>Writes a document that was made already.</summary>
    public static void Write(Stream output, ReadOnlySpan<byte> utf8)
    {
        // Both can be replaced blindly: a raw CR is never part of a string in JSON, but the end of a line on Windows; and
        // '##', which begins commands to build agents, is only ever part of a string, and means the same when escaped.
        var text = Encoding.UTF8.GetString(utf8).Replace("\r", "", StringComparison.Ordinal).Replace("##", "#\\u0023", StringComparison.Ordinal);
        output.Write(Encoding.UTF8.GetBytes(text + "\n"));
    }

    /// <summary>Writes a number; null where it is not known, and where JSON has none for it, as k6 does.</summary>
    public static void WriteFigure(this Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } figure && double.IsFinite(figure))
            json.WriteNumber(name, figure);
        else
            json.WriteNull(name);
    }

    /// <summary>Writes the members that a check has in both shapes of the summary.</summary>
    public static void WriteCheck(this Utf8JsonWriter json, K6Check check)
    {
        json.WriteStartObject();
        json.WriteString("name", check.Name);
        json.WriteString("path", check.Path);
        json.WriteString("id", check.Id);
        json.WriteNumber("passes", check.Passes);
        json.WriteNumber("fails", check.Fails);
        json.WriteEndObject();
    }
}

using System.Text;
using System.Text.Json;
using LoadTestAz.Merging.K6.Csv;

namespace LoadTestAz.Merging.Inputs;

/// <summary>Tells what a file holds by its content; its name does not matter.</summary>
internal static class InputRecognizer
{
    // k6's console text may stand before its JSON lines, when both went to one stream.
    private const int MaxLines = 400;

    /// <summary>What is wrong with JSON of other programs.</summary>
    public const string OtherJson = "is JSON, but nothing that k6 writes";

    private static readonly (byte[] Magic, string Name)[] Packings =
    [
        ([.. "PK\u0003\u0004"u8], "a zip archive"), ([.. "BZh"u8], "packed by bzip2"), ([0x28, 0xB5, 0x2F, 0xFD], "packed by zstd"), ([0xFD, (byte)'7', (byte)'z', (byte)'X', (byte)'Z'], "packed by xz"),
    ];

    /// <summary>Looks at a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="look">Takes its first bytes with what they tell; they are good until it returns.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static RecognizedInput Recognize(string path, Action<InputHead, RecognizedInput> look, CancellationToken cancellationToken)
    {
        // Pipes and devices have no length, and to open one may wait for ever.
        if (ProgressMeter.SizeOf(path) == 0 && File.Exists(path))
            return new(null, "is empty, or no file on a disk", IsDamaged: true);
        return InputHead.Read(path, InputHead.MaxBytes, beginning => IsMetrics(beginning.Span), Take, cancellationToken);

        RecognizedInput Take(InputHead head)
        {
            var recognized = Recognize(head.Bytes.Span, head.IsWhole, head.IsCutOff);
            look(head, recognized);
            return recognized;
        }
    }

    /// <summary>Tells it by the first bytes.</summary>
    public static RecognizedInput Recognize(ReadOnlySpan<byte> bytes, bool isWhole, bool isCutOff)
    {
        if (isCutOff && bytes.IsEmpty)
            return new(null, "is gzip that breaks off before any content", IsDamaged: true);
        if (bytes.TrimStart(" \t\r\n"u8).IsEmpty)
            return isWhole ? new(null, "is empty", IsDamaged: true) : new(null, "begins with nothing but blanks", IsDamaged: true);
        if (bytes is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            return new(null, "is UTF-16, as Windows PowerShell writes what is redirected into a file; let k6 write the file itself, or save it as UTF-8", IsDamaged: true);
        foreach (var (magic, name) in Packings)
        {
            if (bytes.StartsWith(magic))
                return new(null, $"is {name}; unpack it first", IsDamaged: true);
        }

        if (bytes.StartsWith("\ufeff"u8))
            bytes = bytes["\ufeff"u8.Length..];
        var first = FirstLine(bytes.TrimStart(" \t\r\n"u8));
        if (CsvFormat.TryParse(first) is { } format)
            return new(LoadTestSourceKind.K6Csv, Beginning: RawBeginning.OfCsv(bytes, format));
        if (HasJsonLines(bytes))
            return new(LoadTestSourceKind.K6Json, Beginning: RawBeginning.OfJson(bytes));
        return first is [(byte)'{', ..] ? RecognizeDocument(bytes, isWhole)
            : first is [(byte)'[', ..] ? new(null, OtherJson)
            : new(null, "is nothing that k6 writes");
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> text) => (text.IndexOf((byte)'\n') is >= 0 and var end ? text[..end] : text).TrimEnd((byte)'\r');

    private static bool HasJsonLines(ReadOnlySpan<byte> text)
    {
        // There may be thousands of summaries, of hundreds of lines each, that need not be looked at.
        if (text.IndexOf("\"Point\""u8) < 0 && text.IndexOf("\"Metric\""u8) < 0)
            return false;
        for (var i = 0; i < MaxLines && !text.IsEmpty; i++)
        {
            var line = FirstLine(text);
            if (line.TrimStart(" \t"u8) is [(byte)'{', ..] and var json && IsJsonLine(json))
                return true;
            text = text[Math.Min(text.IndexOf((byte)'\n') is >= 0 and var end ? end + 1 : text.Length, text.Length)..];
        }

        return false;
    }

    // The line may be cut off where the head ends.
    private static bool IsJsonLine(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line, isFinalBlock: false, state: default);
        var (type, metric, ours) = (false, false, 0);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                var (isType, isMetric) = (reader.ValueTextEquals("type"), reader.ValueTextEquals("metric"));

                // A metrics file is one long line, and there may be thousands of them: two names tell it.
                if ((reader.ValueTextEquals("version") || reader.ValueTextEquals("submetrics")) && ++ours == 2)
                    return false;
                if (!reader.Read())
                    return false;
                type |= isType && reader.TokenType == JsonTokenType.String && (reader.ValueTextEquals("Point") || reader.ValueTextEquals("Metric"));
                metric |= isMetric && reader.TokenType == JsonTokenType.String;
                if (!reader.TrySkip())
                    return false;
            }
        }
        catch (JsonException)
        {
            return false;
        }

        return type && metric;
    }

    // There may be thousands of metrics files, each of one long line: a few hundred bytes tell them.
    private static bool IsMetrics(ReadOnlySpan<byte> beginning) =>
        beginning.StartsWith("{\"version\":"u8) && !beginning.Contains((byte)'\n') && RecognizeDocument(beginning, isWhole: false).Kind is LoadTestSourceKind.Metrics;

    private static RecognizedInput RecognizeDocument(ReadOnlySpan<byte> bytes, bool isWhole)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(bytes, isWhole, new JsonReaderState(new JsonReaderOptions { MaxDepth = 1000 }));
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                names.Add(reader.GetString()!);
                if (KindOf(names) is { } kind)
                    return new(kind);
                if (!reader.TrySkip())
                    return names.Contains("metrics") ? new(LoadTestSourceKind.K6Summary) { IsCertain = false } : new(null, OtherJson);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            var where = e is JsonException { LineNumber: { } line } ? $"line {line + 1}: " : "";
            return new(null, $"is damaged JSON ({where}{e.Message})", IsDamaged: true);
        }

        return names.Contains("metrics") ? new(LoadTestSourceKind.K6Summary) { IsCertain = false } : new(null, OtherJson);
    }

    // In the order of the members as they are written, so that the first ones tell. Which shape of summary it is, is seen
    // when it is read.
    private static LoadTestSourceKind? KindOf(HashSet<string> names) =>
        names.Contains("root_group") ? LoadTestSourceKind.K6Summary
        : names.Contains("submetrics") && names.Contains("version") ? LoadTestSourceKind.Metrics
        : names.Contains("runId") && names.Contains("passed") ? LoadTestSourceKind.Result
        : names.Contains("results") && (names.Contains("config") || names.Contains("version") || names.Contains("metadata")) ? LoadTestSourceKind.K6Summary
        : null;
}

using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6.Summaries;

/// <summary>Reads the summary that k6 writes at the end of a test, whichever of its shapes it has.</summary>
internal static class SummaryReader
{
    // k6's own nest by three a group.
    private const int MaxDepth = 256;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = MaxDepth, CommentHandling = JsonCommentHandling.Disallow };

    /// <summary>Reads a summary in UTF-8.</summary>
    /// <exception cref="FormatException">It is none; the message says what is wrong, and where.</exception>
    public static K6Summary Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8, Options);
            return Read(document.RootElement);
        }
        catch (JsonException e)
        {
            throw new FormatException($"line {(e.LineNumber ?? 0) + 1}: {e.Message}", e);
        }
        catch (InvalidOperationException e)
        {
            // A string that is no Unicode.
            throw new FormatException(e.Message, e);
        }
    }

    private static K6Summary Read(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object)
            throw new FormatException("it is no object.");
        if (root.TryGetProperty("results", out var results) && results.ValueKind == JsonValueKind.Object)
            return MachineReadableSummary.Read(root, results);
        if (!root.TryGetProperty("metrics", out var metrics) || metrics.ValueKind != JsonValueKind.Object)
            throw new NoSummaryException("it has no 'metrics'.");
        return LegacySummary.Read(root, metrics);
    }
}

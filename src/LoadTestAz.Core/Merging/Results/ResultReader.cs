using System.Text.Json;
using LoadTestAz.Merging.K6.Summaries;
using LoadTestAz.Plans;

namespace LoadTestAz.Merging.Results;

/// <summary>Reads a merged result, to merge it with more.</summary>
internal static class ResultReader
{
    /// <summary>What it was made of, its thresholds, and what it says of its run.</summary>
    /// <exception cref="FormatException">It is no result, or damaged, or from a version that did not keep what it was made of.</exception>
    public static (MergedData Data, IReadOnlyList<LoadTestThresholdRule> Thresholds, EarlierVerdict Verdict) Read(ReadOnlyMemory<byte> utf8)
    {
        try
        {
            using var document = JsonDocument.Parse(utf8);
            var root = document.RootElement;
            var packed = root.Text("mergeable") ?? throw new FormatException("it does not keep what it was made of, as results of later versions do. Merge the files that it was made from.");
            return (MergedDataJson.Unpack(packed), ThresholdsOf(root), EarlierVerdict.Of(root));
        }
        catch (JsonException e)
        {
            throw new FormatException($"line {(e.LineNumber ?? 0) + 1}: {e.Message}", e);
        }
    }

    private static List<LoadTestThresholdRule> ThresholdsOf(JsonElement root) =>
        !root.TryGetProperty("thresholds", out var thresholds) || thresholds.ValueKind != JsonValueKind.Array ? []
        : [.. thresholds.EnumerateArray().Where(t => t.Text("metric") is not null && t.Text("expression") is not null).Select(t => new LoadTestThresholdRule(t.Text("metric")!, t.Text("expression")!))];
}

using System.Buffers.Text;
using LoadTestAz.Metrics;

namespace LoadTestAz.Benchmarks.Merging.Data;

/// <summary>Writes <c>--out csv</c>, with k6's default columns and times in seconds.</summary>
internal sealed class CsvFileWriter : RawFileWriter
{
    private static readonly string[] TagColumns =
        ["check", "error", "error_code", "expected_response", "group", "method", "name", "proto", "scenario", "service", "status", "subproto", "tls_version", "url"];

    protected override byte[] Head(K6Samples pattern) => [.. "metric_name,timestamp,metric_value,"u8, .. System.Text.Encoding.UTF8.GetBytes(string.Join(',', TagColumns)), .. ",extra_tags,metadata\n"u8];

    protected override (string Before, string After) FrameOf(Metric metric, TagSet tags)
    {
        var columns = TagColumns.Select(c => tags.TryGetValue(c, out var value) ? Quote(value) : "");
        var extra = string.Join('&', tags.Pairs.Where(p => !TagColumns.Contains(p.Key)).Select(p => $"{p.Key}={p.Value}"));
        return ($"{metric.Name},", $",{string.Join(',', columns)},{Quote(extra)},\n");
    }

    protected override int WriteTimeAndValue(Span<byte> target, long utcTicks, double value)
    {
        Utf8Formatter.TryFormat((utcTicks - DateTime.UnixEpoch.Ticks) / TimeSpan.TicksPerSecond, target, out var length);
        target[length++] = (byte)',';
        Utf8Formatter.TryFormat(value, target[length..], out var more, new('F', 6));
        return length + more;
    }

    private static string Quote(string text) => text.AsSpan().ContainsAny(",\"\n") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}

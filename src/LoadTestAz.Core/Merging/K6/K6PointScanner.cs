using System.Runtime.CompilerServices;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>
/// Reads points of exactly the shape that k6 writes. Anything else, valid or not, is left to <see cref="K6LineParser"/>:
/// this is only the short way for nearly every line.
/// </summary>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/internal/output/json/wrapper.go"/>
internal sealed class K6PointScanner(IMetricTable metrics, TagSetCache tagSets)
{
    private readonly RecentTime _times = new(K6Time.TryParse);

    /// <summary>The point of a line; false when the line needs the long way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryScan(ReadOnlySpan<byte> line, out K6Point point)
    {
        point = default;
        if (!PlainJson.TrySkip(ref line, "{\"metric\":\""u8) || !PlainJson.TryTakeText(ref line, out var name) || metrics.Find(name) is not { } metric
            || !PlainJson.TrySkip(ref line, ",\"type\":\"Point\",\"data\":{\"time\":\""u8) || !PlainJson.TryTakeText(ref line, out var time) || !_times.TryParse(time, out var ticks)
            || !PlainJson.TrySkip(ref line, ",\"value\":"u8) || !PlainJson.TryTakeShortNumber(ref line, out var value)
            || !PlainJson.TrySkip(ref line, ",\"tags\":"u8) || !line.EndsWith("}}}"u8)
            || tagSets.TryGet(line[..^2]) is not { } tags)
            return false;
        point = new K6Point(metric, ticks, value, tags);
        return true;
    }
}

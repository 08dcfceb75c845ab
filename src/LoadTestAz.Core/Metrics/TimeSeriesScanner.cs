using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>
/// Reads the points of a time series as <see cref="MetricSetWriter"/> writes them, which are most of a metrics file. Anything
/// else, valid or not, is left to <see cref="TimeSeriesReader"/>.
/// </summary>
/// <param name="series">Where the points go.</param>
/// <param name="account">Told how many bytes a point's distribution takes before it is kept; may refuse it.</param>
internal sealed class TimeSeriesScanner(TimeSeries series, Action<long> account)
{
    private const double MaxZeros = 1L << 53;

    /// <summary>Reads the object of the series and, since it is the last member, the end of the file.</summary>
    /// <returns>False when there is anything that does not fit; then, and after an exception, the series makes no sense.</returns>
    /// <exception cref="JsonException">A distribution is none. What else <see cref="MetricSetJson.IsDamage"/> knows may come as well.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryScan(ReadOnlySpan<byte> rest)
    {
        if (!TryTake(ref rest, "{\"interval\":"u8, out var seconds) || !(seconds <= TimeSpan.MaxValue.TotalSeconds)
            || !series.TryCoarsen(TimeSpan.FromSeconds(seconds)) || !PlainJson.TrySkip(ref rest, ",\"points\":["u8))
            return false;
        if (IsEnd(rest))
            return true;
        while (TryScanPoint(ref rest))
        {
            if (IsEnd(rest))
                return true;
            if (!PlainJson.TrySkip(ref rest, ","u8))
                return false;
        }

        return false;
    }

    private static bool IsEnd(ReadOnlySpan<byte> rest) => rest.Length == 3 && rest.SequenceEqual("]}}"u8);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryScanPoint(ref ReadOnlySpan<byte> rest)
    {
        if (!PlainJson.TrySkip(ref rest, "{\"start\":\""u8) || !PlainJson.TryTakeText(ref rest, out var time) || !MetricJson.TryParseTime(time, out var ticks))
            return false;
        if (!TryTake(ref rest, ",\"requests\":"u8, out var requests) || !TryTake(ref rest, ",\"failures\":"u8, out var failures)
            || !TryTake(ref rest, ",\"vuSeconds\":"u8, out var vuSeconds) || !TryTake(ref rest, ",\"iterations\":"u8, out var iterations)
            || !TryTake(ref rest, ",\"dataSent\":"u8, out var dataSent) || !TryTake(ref rest, ",\"dataReceived\":"u8, out var dataReceived))
            return false;
        var point = series.PointAt(ticks);
        point.Requests += requests;
        point.Failures += failures;
        point.VuSeconds += vuSeconds;
        point.Iterations += iterations;
        point.DataSent += dataSent;
        point.DataReceived += dataReceived;
        return PlainJson.TrySkip(ref rest, "}"u8) || TryScanLatency(ref rest, point.Latency);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool TryScanLatency(ref ReadOnlySpan<byte> rest, LatencySketch latency)
    {
        // A file has each interval once.
        if (!latency.IsEmpty || !rest.StartsWith(",\"min\":"u8) || !TryTake(ref rest, ",\"min\":"u8, out var min)
            || !rest.StartsWith(",\"max\":"u8) || !TryTake(ref rest, ",\"max\":"u8, out var max)
            || !TryTake(ref rest, ",\"zeros\":"u8, out var zeros) || zeros is < 0 or > MaxZeros || zeros != Math.Floor(zeros)
            || !TryTakeBuckets(ref rest, ",\"buckets\":\""u8, latency, negative: false) || !TryTakeBuckets(ref rest, ",\"negative\":\""u8, latency, negative: true)
            || !PlainJson.TrySkip(ref rest, "}"u8))
            return false;
        account(latency.PagedBytes);
        return latency.TryRestore((long)zeros, min, max);
    }

    // A member that is not there is 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryTake(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> member, out double value)
    {
        value = 0;
        return !PlainJson.TrySkip(ref rest, member) || PlainJson.TryTakeNumber(ref rest, out value);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static bool TryTakeBuckets(ref ReadOnlySpan<byte> rest, ReadOnlySpan<byte> member, LatencySketch latency, bool negative)
    {
        if (!PlainJson.TrySkip(ref rest, member))
            return true;
        if (!PlainJson.TryTakeText(ref rest, out var text))
            return false;
        if (PackedBuckets.Parse(text, BucketScale.Count(latency.Precision)) is { } buckets)
            latency.Restore(negative, buckets);
        return true;
    }
}

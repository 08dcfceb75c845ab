using System.Buffers;
using System.Buffers.Text;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>Writes a metric set in the format of <see cref="MetricSetJson"/>.</summary>
internal sealed class MetricSetWriter(Utf8JsonWriter json)
{
    private readonly ArrayBufferWriter<byte> _numbers = new(16 << 10);

    /// <param name="set">What is written.</param>
    /// <param name="withSeries">Whether the course over time is, too.</param>
    public void Write(MetricSet set, bool withSeries = true)
    {
        json.WriteStartObject();
        json.WriteNumber("version", MetricSetJson.Version);
        if (set is { FirstSample: { } first, LastSample: { } last })
        {
            json.WriteString("first", first);
            json.WriteString("last", last);
        }

        json.WriteStartArray("submetrics");
        foreach (var selector in set.Submetrics.OrderBy(s => s.ToString(), StringComparer.Ordinal))
        {
            json.WriteStartObject();
            json.WriteString("metric", selector.Metric);
            WriteTags(selector.Tags);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("metrics");
        foreach (var series in set.Metrics)
            WriteMetric(series);
        json.WriteEndArray();
        json.WriteStartArray("checks");
        foreach (var check in set.Checks)
            WriteCheck(check);
        json.WriteEndArray();
        json.WritePropertyName("otherChecks");
        WriteCheck(set.OtherChecks);
        if (withSeries)
        {
            json.WritePropertyName("series");
            WriteTimeSeries(set.Series);
        }

        json.WriteEndObject();
    }

    private void WriteTags(TagSet tags)
    {
        json.WriteStartObject("tags");
        foreach (var (name, value) in tags.Pairs)
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    private void WriteMetric(MetricSeries series)
    {
        json.WriteStartObject();
        json.WriteString("name", series.Metric.Name);
        json.WriteString("type", MetricNames.Of(series.Metric.Type));
        json.WriteString("contains", MetricNames.Of(series.Metric.Contains));
        WriteAccumulator(series.Accumulator);
        if (series.Submetrics.Count > 0)
        {
            json.WriteStartArray("submetrics");
            foreach (var submetric in series.Submetrics)
            {
                json.WriteStartObject();
                WriteTags(submetric.Selector.Tags);
                json.WriteNumber("unseen", submetric.Unseen);
                WriteAccumulator(submetric.Accumulator);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    private void WriteAccumulator(MetricAccumulator accumulator)
    {
        json.WriteNumber("samples", accumulator.Samples);
        if (accumulator.Rejected > 0)
            json.WriteNumber("rejected", accumulator.Rejected);
        if (accumulator.IsEmpty)
            return;
        switch (accumulator)
        {
            case CounterAccumulator counter:
                WriteSum(counter.ExactSum);
                json.WriteString("first", counter.First!.Value);
                json.WriteString("last", counter.Last!.Value);
                break;
            case GaugeAccumulator gauge:
                json.WriteString("last", gauge.Last!.Value);
                json.WriteNumber("value", gauge.Value);
                json.WriteNumber("min", gauge.Min);
                json.WriteNumber("max", gauge.Max);
                if (gauge.IsThinned)
                    json.WriteBoolean("thinned", true);
                break;
            case RateAccumulator rate:
                json.WriteNumber("passes", rate.Passes);
                break;
            case TrendAccumulator trend:
                WriteSum(trend.ExactSum);
                WriteSketch(trend.Sketch);
                if (trend.SourceError > 0)
                    json.WriteNumber("error", trend.SourceError);
                break;
        }
    }

    private void WriteSum(ExactSum sum)
    {
        Span<long> limbs = stackalloc long[ExactSum.LimbCount];
        sum.CopyCanonical(limbs);
        var first = Math.Max(0, limbs.IndexOfAnyExcept(0L));
        json.WriteStartArray("sum");
        json.WriteNumberValue(first);
        foreach (var limb in limbs[first..(limbs.LastIndexOfAnyExcept(0L) + 1)])
            json.WriteNumberValue(limb);
        json.WriteEndArray();
    }

    private void WriteSketch(LatencySketch sketch)
    {
        if (sketch.IsEmpty)
            return;
        json.WriteNumber("min", sketch.Min);
        json.WriteNumber("max", sketch.Max);
        if (sketch.Zeros > 0)
            json.WriteNumber("zeros", sketch.Zeros);
        WriteBuckets("buckets", sketch.Buckets(negative: false));
        WriteBuckets("negative", sketch.Buckets(negative: true));
    }

    private void WriteBuckets(string name, IEnumerable<(int Bucket, long Count)> buckets)
    {
        // Numbers in one string are several times as fast to read as a JSON array of them.
        _numbers.ResetWrittenCount();
        var previous = -1;
        foreach (var (bucket, count) in buckets)
        {
            if (bucket - previous > 1)
                WriteNumber(bucket - previous, ':');
            WriteNumber(count, ' ');
            previous = bucket;
        }

        if (previous >= 0)
            json.WriteString(name, _numbers.WrittenSpan[..^1]);
    }

    private void WriteNumber(long number, char end)
    {
        const int longest = 20;
        var span = _numbers.GetSpan(longest + 1);
        Utf8Formatter.TryFormat(number, span, out var length);
        span[length] = (byte)end;
        _numbers.Advance(length + 1);
    }

    private void WriteCheck(CheckTally check)
    {
        json.WriteStartObject();
        json.WriteString("group", check.Group);
        json.WriteString("name", check.Name);
        json.WriteNumber("passes", check.Passes);
        json.WriteNumber("fails", check.Fails);
        json.WriteEndObject();
    }

    private void WriteTimeSeries(TimeSeries series)
    {
        json.WriteStartObject();
        json.WriteNumber("interval", (long)series.Interval.TotalSeconds);
        json.WriteStartArray("points");
        foreach (var point in series.Points)
        {
            json.WriteStartObject();
            json.WriteString("start", point.Start);
            WriteAmount("requests", point.Requests);
            WriteAmount("failures", point.Failures);
            WriteAmount("vuSeconds", point.VuSeconds);
            WriteAmount("iterations", point.Iterations);
            WriteAmount("dataSent", point.DataSent);
            WriteAmount("dataReceived", point.DataReceived);
            WriteSketch(point.Latency);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void WriteAmount(string name, double amount)
    {
        // JSON has no infinity, which only absurd amounts add up to.
        if (double.IsInfinity(amount))
            amount = Math.Clamp(amount, double.MinValue, double.MaxValue);
        if (amount != 0 && !double.IsNaN(amount))
            json.WriteNumber(name, amount);
    }
}

using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>What happened within one interval of a test, over all workers. All amounts add up when points are merged.</summary>
public sealed class TimeSeriesPoint
{
    // 2^-7 = 0.78 %: a curve on a screen needs no more, and there may be 600 points.
    internal const int LatencyPrecision = LatencySketch.MinPrecision;

    internal TimeSeriesPoint()
    {
    }

    /// <summary>When the interval begins (UTC).</summary>
    public DateTimeOffset Start => new(StartTicks, TimeSpan.Zero);

    /// <summary>How long it is; a test's first and last intervals may be covered in part only.</summary>
    public TimeSpan Interval { get; private set; }

    /// <summary>Requests that ended in it (<c>http_reqs</c>).</summary>
    public double Requests { get; internal set; }

    /// <summary>Those of them that failed (<c>http_req_failed</c>).</summary>
    public double Failures { get; internal set; }

    /// <summary>
    /// VUs times seconds: each sample of <c>vus</c> stands for one second, since engines sample it every second, and each
    /// summary for the time that it is of.
    /// </summary>
    public double VuSeconds { get; internal set; }

    /// <summary>Iterations that ended in it (<c>iterations</c>).</summary>
    public double Iterations { get; internal set; }

    /// <summary>Bytes sent (<c>data_sent</c>).</summary>
    public double DataSent { get; internal set; }

    /// <summary>Bytes received (<c>data_received</c>).</summary>
    public double DataReceived { get; internal set; }

    /// <summary>The VUs at work on average over the interval.</summary>
    public double MeanVus => VuSeconds / Interval.TotalSeconds;

    /// <summary>Requests a second on average over the interval.</summary>
    public double RequestsPerSecond => Requests / Interval.TotalSeconds;

    /// <summary>The median of <c>http_req_duration</c> in milliseconds, within 0.8 %; 0 without requests.</summary>
    public double P50 => Latency.Percentile(50);

    /// <summary>The 95th percentile of <c>http_req_duration</c> in milliseconds, within 0.8 %; 0 without requests.</summary>
    public double P95 => Latency.Percentile(95);

    /// <summary>The 99th percentile of <c>http_req_duration</c> in milliseconds, within 0.8 %; 0 without requests.</summary>
    public double P99 => Latency.Percentile(99);

    /// <summary>The distribution of <c>http_req_duration</c> in milliseconds, within 0.8 %.</summary>
    public LatencySketch Latency { get; } = new(LatencyPrecision);

    /// <summary>When it begins, as ticks of UTC.</summary>
    internal long StartTicks { get; private set; }

    /// <summary>Becomes the point of an interval in which nothing happened yet.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Begin(long startTicks, TimeSpan interval)
    {
        (StartTicks, Interval) = (startTicks, interval);
        (Requests, Failures, VuSeconds, Iterations, DataSent, DataReceived) = (0, 0, 0, 0, 0, 0);
        Latency.Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Add(TimeSeriesField field, double value)
    {
        switch (field)
        {
            case TimeSeriesField.Requests:
                Requests += value;
                break;
            case TimeSeriesField.Failures:
                Failures += value != 0 ? 1 : 0;
                break;
            case TimeSeriesField.Vus:
                VuSeconds += value;
                break;
            case TimeSeriesField.Iterations:
                Iterations += value;
                break;
            case TimeSeriesField.DataSent:
                DataSent += value;
                break;
            case TimeSeriesField.DataReceived:
                DataReceived += value;
                break;
            case TimeSeriesField.Duration:
                Latency.Add(value);
                break;
        }
    }

    /// <summary>Adds a part of what came within an interval, of samples that are no distribution.</summary>
    internal void AddAmount(TimeSeriesField field, double amount)
    {
        if (field == TimeSeriesField.Failures)
            Failures += amount;
        else
            Add(field, amount);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Merge(TimeSeriesPoint other)
    {
        Requests += other.Requests;
        Failures += other.Failures;
        VuSeconds += other.VuSeconds;
        Iterations += other.Iterations;
        DataSent += other.DataSent;
        DataReceived += other.DataReceived;
        Latency.Merge(other.Latency);
    }
}

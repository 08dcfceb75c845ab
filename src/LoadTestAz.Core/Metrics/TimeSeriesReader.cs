using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>Reads the time series within the format of <see cref="MetricSetJson"/>.</summary>
/// <param name="series">Where the points go.</param>
/// <param name="account">Told how many bytes a point's distribution takes before it is kept; may refuse it.</param>
internal sealed class TimeSeriesReader(TimeSeries series, Action<long> account)
{
    public void Read(ref MetricJson json)
    {
        json.ReadObjectStart();
        while (json.ReadName() is { } name)
        {
            if (name == "interval")
            {
                var seconds = json.ReadCount();
                if (seconds > TimeSpan.MaxValue.TotalSeconds || !series.TryCoarsen(TimeSpan.FromSeconds(seconds)))
                    throw new JsonException($"the time series has no intervals of {seconds} s.");
            }
            else if (name == "points")
            {
                json.ReadArrayStart();
                while (json.ReadItem())
                    ReadPoint(ref json);
            }
            else
            {
                json.Skip();
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ReadPoint(ref MetricJson json)
    {
        json.RequireObject();
        var point = new TimeSeriesPoint();
        var parts = new AccumulatorParts(TimeSeriesPoint.LatencyPrecision);
        long? start = null;
        while (json.ReadName() is { } name)
        {
            switch (name)
            {
                case "start":
                    start = json.ReadTicks();
                    break;
                case "requests":
                    point.Requests = json.ReadFinite();
                    break;
                case "failures":
                    point.Failures = json.ReadFinite();
                    break;
                case "vuSeconds":
                    point.VuSeconds = json.ReadFinite();
                    break;
                case "iterations":
                    point.Iterations = json.ReadFinite();
                    break;
                case "dataSent":
                    point.DataSent = json.ReadFinite();
                    break;
                case "dataReceived":
                    point.DataReceived = json.ReadFinite();
                    break;
                default:
                    if (!parts.TryRead(ref json, name))
                        json.Skip();
                    break;
            }
        }

        account(parts.SketchBytes);
        var target = series.PointAt(start ?? throw new JsonException("a point of the time series has no start."));
        target.Merge(point);
        parts.AddTo(target.Latency);
    }
}

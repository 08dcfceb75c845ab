using System.Globalization;
using System.Runtime.InteropServices;
using LoadTestAz.Metrics;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Engines.K6.Light;

/// <summary>Turns what k6's OpenTelemetry output sends back into k6's metrics, and puts it into a sink. Safe to use from many threads.</summary>
/// <remarks>
/// A Counter comes as a sum in double precision, a Rate as a sum of whole numbers for each of the tags condition:zero and
/// condition:nonzero, a Trend as a histogram, and a tag without a value not at all. A Gauge comes with its last value,
/// again and again although there was no other, and with the time of its first one.
/// </remarks>
/// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/output/opentelemetry/output.go"/>
internal sealed class LightMetrics(ISampleSink sink, TimeProvider time)
{
    /// <summary>Stands before each metric's name: OpenTelemetry takes no name that begins as k6's may, with an underscore.</summary>
    public const string Prefix = "k6.";

    private const string RateSuffix = ".total";
    private const string Condition = "condition";
    private const string Overflow = "otel.metric.overflow";

    private readonly object _lock = new();
    private readonly Dictionary<(string Name, OtlpKind Kind), Metric> _metrics = [];
    private readonly SortedDictionary<string, double> _totals = new(StringComparer.Ordinal);
    private readonly List<ValueCount> _values = [];
    private DateTimeOffset _usersSince;

    /// <summary>How many points came: one for each metric and set of tags in each interval.</summary>
    public long Points { get; private set; }

    /// <summary>Points of more sets of tags than k6 tells apart, or of metrics that are none of k6's.</summary>
    public long OddPoints { get; private set; }

    /// <summary>How much came of each metric: of a Counter its sum, of a Rate or Trend its number of samples.</summary>
    public IReadOnlyDictionary<string, double> Totals
    {
        get
        {
            lock (_lock)
                return new Dictionary<string, double>(_totals);
        }
    }

    /// <summary>Takes the points of a request.</summary>
    public void Take(IReadOnlyList<OtlpPoint> points)
    {
        lock (_lock)
        {
            foreach (var point in points)
                Take(point);
        }
    }

    private void Take(OtlpPoint point)
    {
        Points++;
        if (MetricOf(point) is not { } metric)
        {
            OddPoints++;
            return;
        }

        // k6's clock is ours; a point of the future would stretch the course over time.
        var (tags, now) = (point.Tags, time.GetUtcNow());
        var (from, to) = (point.Start, point.Time < now ? point.Time : now);
        if (tags.TryGetValue(Overflow, out _))
            OddPoints++;
        _values.Clear();
        var (sum, error) = (point.Value, 0.0);
        switch (metric.Type)
        {
            case MetricType.Trend:
                sum = point.Histogram!.Sum;
                error = point.Histogram.CopyTo(_values);
                Count(metric, point.Histogram.Count);
                break;
            case MetricType.Rate:
                var isZero = tags.TryGetValue(Condition, out var condition) && condition == "zero";
                tags = TagSet.Of(tags.Pairs.Where(pair => pair.Key != Condition));
                _values.Add(new ValueCount(isZero ? 0 : 1, (long)point.Value));
                Count(metric, point.Value);
                break;
            case MetricType.Gauge:
                from = SinceWhen(metric, from, to);
                _values.Add(new ValueCount(point.Value, 1));
                break;
            default:
                _values.Add(new ValueCount(point.Value, 1));
                Count(metric, point.Value);
                break;
        }

        sink.Record(tags, new SampleSummary(metric, from, to, CollectionsMarshal.AsSpan(_values), sum, error));
    }

    private Metric? MetricOf(OtlpPoint point)
    {
        if (_metrics.TryGetValue((point.Name, point.Kind), out var known))
            return known;
        var isRate = point.Kind is OtlpKind.Count;
        if (!point.Name.StartsWith(Prefix, StringComparison.Ordinal) || (isRate && !point.Name.EndsWith(RateSuffix, StringComparison.Ordinal)))
            return null;

        // The sink has a bound of its own for metrics; this is for what it would not even see.
        if (_metrics.Count > MetricSet.MaxMetrics)
            return null;
        var name = point.Name[Prefix.Length..^(isRate ? RateSuffix.Length : 0)];
        var type = point.Kind switch
        {
            OtlpKind.Count => MetricType.Rate,
            OtlpKind.Gauge => MetricType.Gauge,
            OtlpKind.Histogram => MetricType.Trend,
            _ => MetricType.Counter,
        };
        var metric = new Metric(name, type, point.Unit switch { "ms" => MetricContents.Time, "By" => MetricContents.Data, _ => MetricContents.Default });
        return _metrics[(point.Name, point.Kind)] = BuiltInMetrics.Find(name) is { } builtIn && builtIn == metric ? builtIn : metric;
    }

    // Users are there all the time between two values; of other gauges only the instant matters.
    private DateTimeOffset SinceWhen(Metric metric, DateTimeOffset from, DateTimeOffset to)
    {
        if (metric.Name != BuiltInMetrics.Vus.Name)
            return to;
        from = _usersSince > from ? _usersSince : from;
        _usersSince = to;
        return from;
    }

    private void Count(Metric metric, double amount) =>
        _totals[metric.Name] = _totals.GetValueOrDefault(metric.Name) + amount;

    /// <summary>Says what came.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Points} sums, histograms and last values were taken{(OddPoints > 0 ? $", {OddPoints} of them incomplete" : "")}");
}

using System.Runtime.CompilerServices;

namespace LoadTestAz.Metrics;

/// <summary>
/// All that is kept of the samples of a worker, or of several: each metric, the declared submetrics, the checks, and the
/// course over time. Its size does not depend on the number of samples.
/// </summary>
/// <remarks>
/// Merging is associative and commutative, and an empty set changes nothing: the result is the one that a single set
/// would have, had it seen all the samples. Not thread-safe; see <see cref="SampleRecorder"/>.
/// </remarks>
public sealed class MetricSet
{
    /// <summary>How many metrics, and how many submetrics, a set takes: far more than any script has, few enough for memory.</summary>
    public const int MaxMetrics = 10_000;

    private readonly SeriesByName _metrics = new();
    private readonly Dictionary<string, HashSet<MetricSelector>> _declared = new(StringComparer.Ordinal);
    private readonly TagRoutes _routes = new();
    private readonly CheckTallies _checks = new();
    private readonly Func<MetricSelector, ValueKeeper?>? _keep;
    private readonly List<GaugeAccumulator> _gauges = [];
    private int _declaredCount;
    private long _first = long.MaxValue;
    private long _last = long.MinValue;

    /// <summary>An empty set.</summary>
    /// <param name="submetrics">The submetrics to keep beside their metrics, as thresholds name them; plain metrics among them are ignored.</param>
    public MetricSet(IEnumerable<MetricSelector>? submetrics = null)
        : this(submetrics, keep: null)
    {
    }

    /// <summary>An empty set that keeps the values of Trends beside their sketches.</summary>
    /// <param name="submetrics">As above.</param>
    /// <param name="keep">Makes the keeper of a Trend; null for none.</param>
    internal MetricSet(IEnumerable<MetricSelector>? submetrics, Func<MetricSelector, ValueKeeper?>? keep)
    {
        _keep = keep;
        foreach (var selector in submetrics ?? [])
            Declare(selector);
    }

    /// <summary>An empty set with the course over time of another one that nobody needs any longer: its memory serves again.</summary>
    internal MetricSet(TimeSeries unneeded)
        : this()
    {
        unneeded.Clear();
        Series = unneeded;
    }

    /// <summary>The metrics, in ordinal order of their names.</summary>
    public IReadOnlyCollection<MetricSeries> Metrics => _metrics.All;

    /// <summary>The submetrics that were declared, whether or not their metric is there.</summary>
    public IEnumerable<MetricSelector> Submetrics => _declared.Values.SelectMany(s => s);

    /// <summary>The checks, in ordinal order of group and name.</summary>
    public IReadOnlyCollection<CheckTally> Checks => _checks.All;

    /// <summary>The checks beyond the first 10,000 names, counted together.</summary>
    public CheckTally OtherChecks => _checks.Others;

    /// <summary>The course over time.</summary>
    public TimeSeries Series { get; } = new();

    /// <summary>True when it holds no sample at all.</summary>
    public bool IsEmpty => _metrics.All.All(m => m.Accumulator.IsEmpty);

    /// <summary>When the earliest sample of the load was taken (UTC); null when there is none.</summary>
    public DateTimeOffset? FirstSample => _first > _last ? null : new(_first, TimeSpan.Zero);

    /// <summary>When the latest sample of the load was taken (UTC); null when there is none.</summary>
    public DateTimeOffset? LastSample => _first > _last ? null : new(_last, TimeSpan.Zero);

    internal CheckTallies Tallies => _checks;

    /// <summary>Memory in which its distributions lie, to be used again when nobody needs it any longer; null for none but their own.</summary>
    internal PackedMemory? Memory { get; init; }

    /// <summary>The metric of that name, or null when no sample of it came and nobody declared it.</summary>
    public MetricSeries? Find(string metric) => _metrics.Find(metric);

    /// <summary>A metric or a declared submetric, or null when it is not there.</summary>
    public MetricSeries? Find(MetricSelector selector) =>
        Find(selector.Metric) is not { } series ? null : selector.IsSubmetric ? series.FindSubmetric(selector) : series;

    /// <summary>Makes a metric known before its first sample, and its unit if that was not known.</summary>
    /// <exception cref="MetricTypeException">It is known with another type.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    public MetricSeries Declare(Metric metric)
    {
        if (_metrics.Find(metric.Name) is not { } series)
        {
            if (_metrics.All.Count >= MaxMetrics)
                throw new InvalidOperationException($"There are more than {MaxMetrics} metrics ('{metric.Name}' is one too many).");
            _metrics.Add(series = new MetricSeries(metric, new MetricSelector(metric.Name, TagSet.Empty), _keep));
            Note(series);
            foreach (var selector in _declared.GetValueOrDefault(metric.Name) ?? [])
                Note(series.AddSubmetric(selector));
        }

        series.Adopt(metric);
        return series;
    }

    /// <summary>Keeps a submetric from now on. Samples that came before are missing in it: see <see cref="MetricSeries.Unseen"/>.</summary>
    /// <exception cref="InvalidOperationException">There are too many submetrics.</exception>
    public void Declare(MetricSelector submetric)
    {
        if (!submetric.IsSubmetric)
            return;
        if (!_declared.TryGetValue(submetric.Metric, out var selectors))
            _declared.Add(submetric.Metric, selectors = []);
        if (selectors.Contains(submetric))
            return;
        if (++_declaredCount > MaxMetrics)
            throw new InvalidOperationException($"There are more than {MaxMetrics} submetrics ('{submetric}' is one too many).");
        selectors.Add(submetric);
        if (_metrics.Find(submetric.Metric) is { } series)
        {
            var added = series.AddSubmetric(submetric);
            added.Unseen = series.Accumulator.Samples;
            Note(added);
        }

        _routes.Forget();
    }

    /// <summary>Takes samples that share an instant and their tags.</summary>
    /// <param name="time">When they were taken.</param>
    /// <param name="tags">Their tags; fastest when the same instance comes again.</param>
    /// <param name="samples">The values; NaN and infinities are counted as rejected.</param>
    /// <param name="isLoad">Whether they are of the load; those that are not are no part of the course over time, nor of its bounds.</param>
    /// <exception cref="MetricTypeException">A metric was known with another type.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(DateTimeOffset time, TagSet tags, ReadOnlySpan<Sample> samples, bool isLoad = true)
    {
        var ticks = time.UtcTicks;
        var route = _routes.Of(tags);
        TimeSeriesPoint? point = null;
        foreach (ref readonly var sample in samples)
        {
            var stop = route.Find(sample.Metric) ?? AddStop(ref route, sample.Metric);
            var value = sample.Value;
            foreach (var accumulator in stop.Accumulators)
                accumulator.Add(ticks, value);
            if (!double.IsFinite(value))
                continue;

            stop.Check?.Add(value != 0 ? 1 : 0, value != 0 ? 0 : 1);
            if (!isLoad)
                continue;
            if (stop.Field != TimeSeriesField.None)
                (point ??= Series.PointAt(ticks)).Add(stop.Field, value);
            _first = Math.Min(_first, ticks);
            _last = Math.Max(_last, ticks);
        }
    }

    /// <summary>Takes a summary of samples with these tags.</summary>
    /// <param name="tags">Their tags; fastest when the same instance comes again.</param>
    /// <param name="summary">What is known of them; one with a number that is not finite is counted as rejected.</param>
    /// <param name="isLoad">Whether they are of the load; those that are not are no part of the course over time, nor of its bounds.</param>
    /// <exception cref="MetricTypeException">The metric was known with another type.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    public void Add(TagSet tags, in SampleSummary summary, bool isLoad = true)
    {
        var route = _routes.Of(tags);
        var stop = route.Find(summary.Metric) ?? AddStop(ref route, summary.Metric);
        var before = stop.Accumulators[0].Samples;
        foreach (var accumulator in stop.Accumulators)
            accumulator.Add(summary);
        if (stop.Accumulators[0].Samples == before)
            return;

        foreach (var (value, count) in summary.Values)
            stop.Check?.Add(value != 0 ? count : 0, value != 0 ? 0 : count);
        if (!isLoad)
            return;
        if (stop.Field != TimeSeriesField.None)
            TimeSeriesSpread.Add(Series, stop.Field, summary);
        MergeTimes(summary.From.UtcTicks, summary.To.UtcTicks);
    }

    /// <summary>Takes all that another set holds; the other one stays as it is.</summary>
    /// <exception cref="MetricTypeException">Both know a metric with different types; then nothing was merged.</exception>
    /// <exception cref="InvalidOperationException">There are too many metrics.</exception>
    public void Merge(MetricSet other)
    {
        if (ReferenceEquals(this, other))
            other = other.Copy();
        foreach (var theirs in other.Metrics)
        {
            if (Find(theirs.Metric.Name)?.Metric is { } known && known.Type != theirs.Metric.Type)
                throw new MetricTypeException(known.Name, known.Type, theirs.Metric.Type);
        }

        foreach (var selector in other.Submetrics)
            Declare(selector);
        foreach (var theirs in other.Metrics)
            Merge(theirs);
        if (_checks.Merge(other._checks))
            _routes.Forget();
        Series.Merge(other.Series);
        MergeTimes(other._first, other._last);
    }

    /// <summary>An independent copy.</summary>
    public MetricSet Copy()
    {
        var copy = new MetricSet();
        copy.Merge(this);
        return copy;
    }

    internal void MergeTimes(long first, long last) => (_first, _last) = (Math.Min(_first, first), Math.Max(_last, last));

    /// <summary>Says in which piece of a file the samples stand that came since the last call: see <see cref="GaugeAccumulator.Place"/>.</summary>
    internal void Place(long piece)
    {
        foreach (var gauge in _gauges)
            gauge.Place(piece);
    }

    /// <summary>Forgets the places of samples when the pieces of their file are together.</summary>
    internal void Unplace()
    {
        foreach (var gauge in _gauges)
            gauge.Unplace();
    }

    private void Note(MetricSeries added)
    {
        if (added.Accumulator is GaugeAccumulator gauge)
            _gauges.Add(gauge);
    }

    private void Merge(MetricSeries theirs)
    {
        var ours = Declare(theirs.Metric);
        ours.Accumulator.Merge(theirs.Accumulator);
        foreach (var submetric in ours.Submetrics)
        {
            if (theirs.FindSubmetric(submetric.Selector) is { } counterpart)
            {
                submetric.Accumulator.Merge(counterpart.Accumulator);
                submetric.Unseen += counterpart.Unseen;
            }
            else
            {
                submetric.Unseen += theirs.Accumulator.Samples;
            }
        }
    }

    private TagRoute.Stop AddStop(ref TagRoute route, Metric metric)
    {
        var tags = route.Tags;
        var series = Declare(metric);
        var accumulators = series.Submetrics.Where(s => s.Selector.Matches(tags)).Select(s => s.Accumulator).Prepend(series.Accumulator);
        var check = CheckOf(tags, metric, out var evicted);
        if (evicted)
        {
            _routes.Forget();
            route = _routes.Of(tags);
        }

        var stop = new TagRoute.Stop(metric, accumulators.ToArray(), TimeSeriesFields.Of(metric), check);
        route.Add(stop);
        return stop;
    }

    private CheckTally? CheckOf(TagSet tags, Metric metric, out bool evicted)
    {
        evicted = false;
        if (metric.Type != MetricType.Rate || metric.Name != BuiltInMetrics.Checks.Name || !tags.TryGetValue("check", out var name))
            return null;
        return _checks.For(tags.TryGetValue("group", out var group) ? group : "", name, out evicted);
    }
}

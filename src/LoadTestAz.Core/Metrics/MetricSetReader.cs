using System.Runtime.CompilerServices;
using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>Reads the format of <see cref="MetricSetJson"/>. Members it does not know are skipped.</summary>
internal sealed class MetricSetReader
{
    // Few bytes of a malicious file can make a page of a sketch; a large test's sketches take some 10 MB.
    private const long MaxSketchBytes = 256 << 20;

    private readonly Func<string, bool>? _wanted;
    private readonly List<MetricSelector> _selectors = [];
    private readonly Dictionary<string, (Metric Metric, MetricAccumulator Accumulator, List<Submetric> Submetrics)> _metrics = new(StringComparer.Ordinal);
    private readonly MetricSet _set;
    private long _sketchBytes;
    private long? _version;
    private long? _first;
    private long? _last;

    private MetricSetReader(Func<string, bool>? wanted, TimeSeries? unneeded, PackedMemory? memory)
    {
        memory?.Clear();
        (_wanted, _set) = (wanted, unneeded is null ? new MetricSet { Memory = memory } : new MetricSet(unneeded) { Memory = memory });
    }

    /// <summary>Reads a set, or some metrics of one that is a part of something larger.</summary>
    /// <param name="utf8">The set; where only some metrics are wanted, what begins with it.</param>
    /// <param name="wanted">Tells by its name which metric to read, and then nothing but metrics; null for everything.</param>
    /// <param name="length">How long it is.</param>
    /// <param name="unneeded">A course over time to be used again, if there is one.</param>
    /// <param name="memory">Memory for the distributions; null for memory of their own.</param>
    /// <exception cref="JsonException">It is damaged, or of another version.</exception>
    public static MetricSet Read(ReadOnlySpan<byte> utf8, Func<string, bool>? wanted, out int length, TimeSeries? unneeded = null, PackedMemory? memory = null) =>
        ReadPlain(utf8, wanted, out length, unneeded, memory) ?? Read(utf8, isPlain: false, wanted, out length, unneeded, memory);

    /// <summary>The same of a set as <see cref="MetricSetWriter"/> writes it; null where there is anything else, valid or not.</summary>
    internal static MetricSet? ReadPlain(ReadOnlySpan<byte> utf8, Func<string, bool>? wanted, out int length, TimeSeries? unneeded = null, PackedMemory? memory = null)
    {
        try
        {
            return Read(utf8, isPlain: true, wanted, out length, unneeded, memory);
        }
        catch (Exception e) when (MetricSetJson.IsDamage(e))
        {
            // Whoever reads it again says what is wrong, and where.
            length = 0;
            return null;
        }
    }

    private static MetricSet Read(ReadOnlySpan<byte> utf8, bool isPlain, Func<string, bool>? wanted, out int length, TimeSeries? unneeded, PackedMemory? memory)
    {
        var json = new MetricJson(utf8, isPlain);
        var set = new MetricSetReader(wanted, unneeded, memory).ReadObject(ref json);
        if (wanted is null)
            json.RequireEnd();
        if (memory is not null)
            memory.IsComplete = true;
        length = json.Consumed;
        return set;
    }

    private MetricSet ReadObject(ref MetricJson json)
    {
        json.ReadObjectStart();
        while (json.ReadName() is { } name)
        {
            if (name == "series" && _wanted is null && json.TryTakeRest(out var rest))
            {
                // Points that are anything else are read as any other member, by another reader.
                if (!new TimeSeriesScanner(_set.Series, Account).TryScan(rest))
                    throw new JsonException("the time series is not plain.");
                break;
            }

            ReadMember(ref json, name);
        }

        if (_version is null)
            throw new JsonException("it does not say its version.");
        Build();
        return _set;
    }

    private void ReadMember(ref MetricJson json, string name)
    {
        switch (name)
        {
            case "version":
                _version = json.ReadCount();
                if (_version != MetricSetJson.Version)
                    throw new JsonException($"its version is {_version}, and only version {MetricSetJson.Version} can be read. Use a newer LoadTestAz.");
                break;
            case "first":
                _first = json.ReadTicks();
                break;
            case "last":
                _last = json.ReadTicks();
                break;
            case "submetrics":
                json.ReadArrayStart();
                while (json.ReadItem())
                {
                    var selector = MetricSetParts.ReadSelector(ref json);
                    if (_wanted?.Invoke(selector.Metric) != false)
                        _selectors.Add(selector);
                }

                break;
            case "metrics":
                json.ReadArrayStart();
                while (json.ReadItem())
                    ReadMetric(ref json);
                break;
            case "checks" or "otherChecks" or "series" when _wanted is not null:
                json.Skip();
                break;
            case "checks":
                json.ReadArrayStart();
                while (json.ReadItem())
                    MetricSetParts.ReadCheck(ref json, (group, check) => _set.Tallies.For(group, check, out _));
                break;
            case "otherChecks":
                json.ReadValue();
                MetricSetParts.ReadCheck(ref json, (_, _) => _set.OtherChecks);
                break;
            case "series":
                new TimeSeriesReader(_set.Series, Account).Read(ref json);
                break;
            default:
                json.Skip();
                break;
        }
    }

    private void Build()
    {
        foreach (var selector in _selectors)
            _set.Declare(selector);
        foreach (var (metric, accumulator, submetrics) in _metrics.Values)
        {
            var series = _set.Declare(metric);
            foreach (var submetric in submetrics)
            {
                if (series.FindSubmetric(new MetricSelector(metric.Name, submetric.Tags)) is not { IsUntouched: true } target || submetric.Accumulator.Samples > accumulator.Samples)
                    throw new JsonException($"the submetric '{metric.Name}{{{submetric.Tags}}}' is not declared, comes twice, or has more samples than its metric.");
                target.Accumulator.Merge(submetric.Accumulator);
                target.Unseen = submetric.Unseen;
            }

            series.Accumulator.Merge(accumulator);
        }

        if (_first > _last || _first is null != _last is null)
            throw new JsonException("the times of the first and last sample contradict each other.");
        if (_first is { } first && _last is { } last)
            _set.MergeTimes(first, last);
    }

    private void ReadMetric(ref MetricJson json)
    {
        json.RequireObject();
        var parts = new AccumulatorParts(LatencySketch.DefaultPrecision, _set.Memory);
        var submetrics = new List<(TagSet Tags, long Unseen, AccumulatorParts Parts)>();
        string? metric = null;
        MetricType? type = null;
        MetricContents? contents = null;
        while (json.ReadName() is { } name)
        {
            switch (name)
            {
                case "name":
                    metric = json.ReadText();
                    if (_wanted?.Invoke(metric) != false)
                        break;
                    while (json.ReadName() is not null)
                        json.Skip();
                    return;
                case "type":
                    type = MetricNames.FindType(json.ReadText());
                    break;
                case "contains":
                    contents = MetricNames.FindContents(json.ReadText());
                    break;
                case "submetrics":
                    json.ReadArrayStart();
                    while (json.ReadItem())
                        submetrics.Add(ReadSubmetric(ref json));
                    break;
                default:
                    if (!parts.TryRead(ref json, name))
                        json.Skip();
                    break;
            }
        }

        Account(parts.SketchBytes);
        if (string.IsNullOrEmpty(metric) || type is not { } kind || contents is not { } unit)
            throw new JsonException($"the metric '{metric}' has no name, or no type or unit that is known.");
        var built = submetrics.ConvertAll(s => new Submetric(s.Tags, s.Unseen, s.Parts.Build(kind, metric)));
        if (!_metrics.TryAdd(metric, (new Metric(metric, kind, unit), parts.Build(kind, metric), built)))
            throw new JsonException($"the metric '{metric}' comes twice.");
    }

    private (TagSet Tags, long Unseen, AccumulatorParts Parts) ReadSubmetric(ref MetricJson json)
    {
        json.RequireObject();
        var (tags, unseen, parts) = (TagSet.Empty, 0L, new AccumulatorParts(LatencySketch.DefaultPrecision, _set.Memory));
        while (json.ReadName() is { } name)
        {
            if (name == "tags")
                tags = MetricSetParts.ReadTags(ref json);
            else if (name == "unseen")
                unseen = json.ReadCount();
            else if (!parts.TryRead(ref json, name))
                json.Skip();
        }

        Account(parts.SketchBytes);
        return (tags, unseen, parts);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Account(long sketchBytes)
    {
        _sketchBytes += sketchBytes;
        if (_sketchBytes > MaxSketchBytes)
            throw new JsonException($"its distributions take more than {MaxSketchBytes >> 20} MiB of memory.");
    }

    private sealed record Submetric(TagSet Tags, long Unseen, MetricAccumulator Accumulator);
}

using System.Text;
using CsCheck;
using LoadTestAz.Metrics;

namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>Metric sets to test with. Two sets are equal when their JSON is: it holds all there is, in one order.</summary>
internal static class Sets
{
    public static readonly DateTimeOffset Start = new(2026, 11, 23, 0, 29, 56, 851, TimeSpan.Zero);

    public static readonly MetricSelector[] Selectors =
    [
        MetricSelector.Parse("http_req_duration{status:200}"),
        MetricSelector.Parse("http_req_duration{method:GET,status:200}"),
        MetricSelector.Parse("http_reqs{status:500}"),
        MetricSelector.Parse("checks{kind:fast}"),
        MetricSelector.Parse("never_used{a:b}"),
    ];

    private static readonly Metric[] Custom =
    [
        new("my_trend", MetricType.Trend, MetricContents.Time), new("my_counter", MetricType.Counter),
        new("my_gauge", MetricType.Gauge), new("my_rate", MetricType.Rate), BuiltInMetrics.HttpReqBlocked,
    ];

    // Whole amounts, as engines send them: only these add up exactly in the time series.
    private static readonly Gen<Sample> BuiltIn = Gen.OneOf(
        Gen.Const(new Sample(BuiltInMetrics.HttpReqs, 1)),
        Gen.Bool.Select(failed => new Sample(BuiltInMetrics.HttpReqFailed, failed ? 1 : 0)),
        Gen.Int[0, 100].Select(vus => new Sample(BuiltInMetrics.Vus, vus)),
        Gen.Int[0, 100_000].Select(bytes => new Sample(BuiltInMetrics.DataReceived, bytes)),
        Gen.Bool.Select(passed => new Sample(BuiltInMetrics.Checks, passed ? 1 : 0)),
        Values.Latency.Select(ms => new Sample(BuiltInMetrics.HttpReqDuration, ms)));

    private static readonly Gen<Sample> Any = Gen.OneOf(
        BuiltIn, BuiltIn, Gen.Select(Gen.Int[0, Custom.Length - 1], Values.Finite, (i, value) => new Sample(Custom[i], value)),
        Gen.Const(new Sample(Custom[0], double.NaN)));

    private static readonly Gen<TagSet> Tags = Gen.Select(
        Gen.Int[0, 2].Select(i => new[] { "200", "500", "" }[i]), Gen.Bool, Gen.Int[0, 3], Gen.Bool, (status, get, check, group) => TagSet.Of(
        [
            new("status", status), new("method", get ? "GET" : "POST"), new("kind", check > 1 ? "fast" : "slow"),
            .. check > 0 ? new KeyValuePair<string, string>[] { new("check", $"check \"{check}\" ü") } : [],
            .. group ? new KeyValuePair<string, string>[] { new("group", "::a::b") } : [],
        ]));

    /// <summary>A batch of samples as an engine records it, within some hours of the start.</summary>
    public static readonly Gen<Batch> Batches = Gen.Select(
        Gen.OneOf(Gen.Long[0, 30 * TimeSpan.TicksPerSecond], Gen.Long[0, 5 * TimeSpan.TicksPerHour]), Tags, Any.Array[1, 8],
        (ticks, tags, samples) => new Batch(Start.AddTicks(ticks), tags, samples));

    public static MetricSet Of(IEnumerable<Batch> batches, IEnumerable<MetricSelector>? selectors = null)
    {
        var set = new MetricSet(selectors ?? Selectors);
        foreach (var batch in batches)
            set.Add(batch.Time, batch.Tags, batch.Samples);
        return set;
    }

    public static MetricSet Merge(params MetricSet[] sets)
    {
        var merged = new MetricSet();
        foreach (var set in sets)
            merged.Merge(set);
        return merged;
    }

    /// <summary>The same as who follows a run has it: with packed distributions, and without checks and course.</summary>
    public static MetricSet Packed(MetricSet set) => MetricSetJson.Deserialize(MetricSetJson.Serialize(set), _ => true, new PackedMemory(), out _);

    public static string Json(MetricSet set) => Encoding.UTF8.GetString(MetricSetJson.Serialize(set));

    internal sealed record Batch(DateTimeOffset Time, TagSet Tags, Sample[] Samples);
}

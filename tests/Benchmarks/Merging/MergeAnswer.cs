using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace LoadTestAz.Benchmarks.Merging;

/// <summary>What a process that merged files says of itself: figures to compare, so that nobody is fast by doing less, and its memory.</summary>
/// <param name="Count">Samples of http_req_duration; null when it does not look at samples.</param>
/// <param name="Sum">Their sum, in milliseconds.</param>
/// <param name="P95">Their 95th percentile, in milliseconds.</param>
/// <param name="PeakBytes">The largest working set that it had; 0 where the system does not tell.</param>
/// <param name="Seconds">What the merge itself took, without the start of the process.</param>
/// <param name="CompilingSeconds">What .NET compiled for, in the background as well, since the process began; 0 where nothing is compiled.</param>
internal sealed record MergeAnswer(
    [property: JsonPropertyName("count")] double? Count,
    [property: JsonPropertyName("sum")] double? Sum,
    [property: JsonPropertyName("p95")] double? P95,
    [property: JsonPropertyName("peak")] long PeakBytes,
    [property: JsonPropertyName("seconds")] double Seconds,
    [property: JsonPropertyName("compiling")] double CompilingSeconds = 0)
{
    // Sketches are within 0.1 %, and summaries have bounds only.
    private const double PercentileTolerance = 0.002;
    private const double SumTolerance = 1e-9;

    /// <summary>As a line of JSON. By hand: what a serializer finds out about a type takes a new process longer than merging a small file.</summary>
    public string ToJson()
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            Write("count", Count);
            Write("sum", Sum);
            Write("p95", P95);
            json.WriteNumber("peak", PeakBytes);
            json.WriteNumber("seconds", Seconds);
            json.WriteNumber("compiling", CompilingSeconds);
            json.WriteEndObject();

            void Write(string name, double? value)
            {
                if (value is { } number)
                    json.WriteNumber(name, number);
                else
                    json.WriteNull(name);
            }
        }

        return Encoding.UTF8.GetString(bytes.ToArray());
    }

    /// <summary>What differs from another way's answer over the same files, in words; null for nothing.</summary>
    public string? DifferenceTo(MergeAnswer other) =>
        Count is null || other.Count is null ? null
        : Count != other.Count ? $"{Count} samples and {other.Count}"
        : Math.Abs(Sum!.Value - other.Sum!.Value) > SumTolerance * Math.Abs(other.Sum.Value) ? $"a sum of {Sum} and {other.Sum}"
        : Math.Abs(P95!.Value - other.P95!.Value) > PercentileTolerance * Math.Abs(other.P95.Value) ? $"a p(95) of {P95} and {other.P95}"
        : null;
}

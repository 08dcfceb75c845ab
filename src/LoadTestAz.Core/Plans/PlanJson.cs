using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace LoadTestAz.Plans;

/// <summary>
/// <c>plan.json</c>: a plan as it travels to the workers. Camel case, enums as words, durations in k6's format,
/// indented for people; read back it is the same plan.
/// </summary>
public static class PlanJson
{
    // A file of its own, never part of a web page: "p(95)<500" shall read as that.
    private static readonly JsonWriterOptions Readable = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The plan as UTF-8.</summary>
    public static byte[] Serialize(LoadTestPlan plan)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, Readable))
            JsonSerializer.Serialize(writer, plan, PlanJsonContext.Default.LoadTestPlan);
        return buffer.WrittenSpan.ToArray();
    }

    /// <summary>Reads what <see cref="Serialize"/> wrote. Keys of a later version are passed over.</summary>
    /// <exception cref="FormatException">It is no plan.</exception>
    public static LoadTestPlan Deserialize(ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize(json, PlanJsonContext.Default.LoadTestPlan) ?? throw new FormatException("plan.json holds no plan, but null.");
        }
        catch (JsonException exception)
        {
            throw new FormatException($"plan.json holds no plan: {exception.Message}", exception);
        }
    }
}

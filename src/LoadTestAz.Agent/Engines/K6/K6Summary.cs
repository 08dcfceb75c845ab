using System.Text.Json;
using System.Text.Json.Nodes;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>k6's own summary, before it leaves the machine.</summary>
internal static class K6Summary
{
    private const string SetupData = "setup_data";

    /// <summary>
    /// Takes out what setup() returned, which often is the token that all users share. Numbers stay as k6 wrote them.
    /// A file that can't be read as JSON is removed: nobody could say what is in it.
    /// </summary>
    /// <seealso href="https://github.com/grafana/k6/blob/v2.2.0/internal/js/summary.go">setup_data in the legacy summary</seealso>
    public static void RemoveSecrets(string path)
    {
        if (!File.Exists(path))
            return;
        try
        {
            if (JsonNode.Parse(File.ReadAllBytes(path)) is not JsonObject summary || !summary.Remove(SetupData))
                return;
            using var file = File.Create(path);
            using var writer = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true });
            summary.WriteTo(writer);
        }
        catch (JsonException)
        {
            File.Delete(path);
        }
    }
}

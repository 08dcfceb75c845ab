using System.Globalization;
using System.Text;
using System.Text.Json;

namespace LoadTestAz.Agent.Tests.Secrets;

/// <summary>How scripts, k6 and servers write a value. Worked out by other means than the code under test.</summary>
internal static class Spellings
{
    public static IEnumerable<string> Of(string value)
    {
        var bytes = Encoding.UTF8.GetBytes(value);
        var json = JsonSerializer.Serialize(value)[1..^1];
        var plainJson = JsonSerializer.Serialize(value, new JsonSerializerOptions { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping })[1..^1];
        yield return value;
        yield return json;
        yield return plainJson;
        yield return plainJson.Replace("/", "\\/", StringComparison.Ordinal);

        // A text in a text, and that in another one: JSON.stringify in a log line that is JSON itself.
        yield return JsonSerializer.Serialize(json)[1..^1];
        yield return JsonSerializer.Serialize(plainJson)[1..^1];
        yield return JsonSerializer.Serialize(JsonSerializer.Serialize(plainJson)[1..^1])[1..^1];
        yield return Uri.EscapeDataString(value);
        yield return Uri.EscapeDataString(value).ToLowerInvariant() is var lower && value == value.ToLowerInvariant() ? lower : Uri.EscapeDataString(value);
        yield return System.Net.WebUtility.UrlEncode(value);
        yield return string.Concat(bytes.Select(b => "%" + b.ToString("X2", CultureInfo.InvariantCulture)));
        yield return string.Concat(value.Select(c => string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}")));
        yield return Convert.ToBase64String(bytes);
        foreach (var before in new[] { "a", "ab", "abc", "user:" })
        {
            foreach (var after in new[] { "", "z", "zz" })
            {
                var base64 = Convert.ToBase64String(Encoding.UTF8.GetBytes(before + value + after));
                yield return base64;
                yield return base64.TrimEnd('=').Replace('+', '-').Replace('/', '_');
                yield return Uri.EscapeDataString(base64);
            }
        }
    }
}

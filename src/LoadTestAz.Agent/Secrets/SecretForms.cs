using System.Text;

namespace LoadTestAz.Agent.Secrets;

/// <summary>What a secret looks like in the things that a worker writes.</summary>
public static class SecretForms
{
    /// <summary>A value of fewer characters can't be taken out: it would stand everywhere by chance.</summary>
    public const int MinLength = 4;

    // Of a value of several lines each line can come alone. Short ones, such as a bracket, tell nothing.
    private const int MinLineLength = 8;

    /// <summary>Whether it is too short to be taken out of a text.</summary>
    public static bool IsTooShort(string value) => value.Trim().Length < MinLength;

    /// <summary>The forms of a secret; none when it is too short.</summary>
    internal static IEnumerable<SecretForm> Of(string name, string value)
    {
        if (IsTooShort(value))
            return [];

        // White space around it is often lost on the way; what is in between is what matters.
        var trimmed = value.Trim();
        var lines = trimmed.Split('\n', StringSplitOptions.TrimEntries) is { Length: > 1 } several ? several.Where(line => line.Length >= MinLineLength) : [];
        return lines.Prepend(trimmed)
            .Concat(Base64(Encoding.UTF8.GetBytes(value))).Concat(Base64(Encoding.UTF8.GetBytes(trimmed)))
            .Distinct(StringComparer.Ordinal)
            .Select(text => new SecretForm(name, text));
    }

    /// <summary>
    /// The part of the base64 of anything that holds the bytes which depends on them alone: it is another one for each of
    /// the three places in a group of three where they can begin, as in <c>Basic base64(user:password)</c>.
    /// </summary>
    private static IEnumerable<string> Base64(byte[] bytes)
    {
        for (var before = 0; before < 3; before++)
        {
            var text = Convert.ToBase64String([.. new byte[before], .. bytes]).TrimEnd('=');
            var (first, last) = (((before * 8) + 5) / 6, (before + bytes.Length) * 8 / 6);
            var inner = text[first..last];
            if (inner.Length < MinLength)
                continue;
            yield return inner;
            yield return inner.Replace('+', '-').Replace('/', '_');
        }
    }
}

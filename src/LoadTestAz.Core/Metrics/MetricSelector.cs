using System.Diagnostics.CodeAnalysis;

namespace LoadTestAz.Metrics;

/// <summary>
/// A metric, or the submetric of it whose samples carry all the given tags: <c>http_req_duration{status:200,method:GET}</c>.
/// The same text always means the same selector, whatever the order or spacing of its tags.
/// </summary>
/// <param name="Metric">The name of the metric itself.</param>
/// <param name="Tags">The tags that a sample must carry; empty for the metric itself.</param>
public sealed record MetricSelector(string Metric, TagSet Tags)
{
    /// <summary>True for a submetric, false for the metric itself.</summary>
    public bool IsSubmetric => Tags.Pairs.Count > 0;

    /// <summary>True when a sample with these tags belongs to the selected series.</summary>
    public bool Matches(TagSet tags)
    {
        foreach (var (name, value) in Tags.Pairs)
        {
            if (!tags.TryGetValue(name, out var actual) || !string.Equals(actual, value, StringComparison.Ordinal))
                return false;
        }

        return true;
    }

    /// <summary>Reads k6's notation: a metric's name, optionally followed by <c>{tag:value,...}</c>; values may be quoted.</summary>
    /// <returns>False, with a sentence in <paramref name="error"/>, when the text is no selector.</returns>
    public static bool TryParse(string text, [NotNullWhen(true)] out MetricSelector? selector, [NotNullWhen(false)] out string? error)
    {
        (selector, error) = (null, null);
        var open = text.IndexOf('{');
        var name = (open < 0 ? text : text[..open]).Trim();
        if (name.Length == 0)
            error = "the metric's name is missing";
        else if (name.Contains('}'))
            error = "there is a '}' without a '{' before it";
        else if (open < 0)
            selector = new MetricSelector(name, TagSet.Empty);
        else if (!text.TrimEnd().EndsWith('}'))
            error = "the closing '}' is missing";
        else
            selector = ParseTags(name, text.TrimEnd()[(open + 1)..^1], out error);
        return selector is not null;
    }

    /// <inheritdoc cref="TryParse"/>
    /// <exception cref="FormatException">The text is no selector.</exception>
    public static MetricSelector Parse(string text) =>
        TryParse(text, out var selector, out var error) ? selector : throw new FormatException($"'{text}' names no metric: {error}.");

    /// <summary>k6's notation, tags in ordinal order, values in quotes where they would not survive without.</summary>
    public override string ToString() =>
        IsSubmetric ? $"{Metric}{{{string.Join(',', Tags.Pairs.Select(t => $"{Quote(t.Key)}:{Quote(t.Value)}"))}}}" : Metric;

    // As k6 does it: a tag ends at a comma, its name at the first colon; blanks and then quotes around either are dropped.
    // A tag without a value is an error unless the value is quoted.
    // https://github.com/grafana/k6/blob/v1.0.0/metrics/metric.go (ParseMetricName, AddSubmetric)
    private static MetricSelector? ParseTags(string metric, string text, out string? error)
    {
        error = null;
        var pairs = new List<KeyValuePair<string, string>>();
        foreach (var part in text.Split(','))
        {
            var colon = part.IndexOf(':');
            var name = Unquote(colon < 0 ? part : part[..colon]);
            if (name.Length == 0)
                error = part.Length == 0 ? "there is an empty tag between '{' and '}'" : $"'{part.Trim()}' has no tag name";
            else if (colon < 0 || colon == part.Length - 1)
                error = $"the tag '{name}' has no value (write {name}:\"\" for an empty one)";
            if (error is not null)
                return null;
            pairs.Add(new(name, Unquote(part[(colon + 1)..])));
        }

        return new MetricSelector(metric, TagSet.Of(pairs));
    }

    private static string Unquote(string text) => text.Trim().Trim('"', '\'');

    private static string Quote(string text) => text.Length == 0 || text.Trim().Length != text.Length ? $"\"{text}\"" : text;
}

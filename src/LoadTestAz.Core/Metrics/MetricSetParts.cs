using System.Text.Json;

namespace LoadTestAz.Metrics;

/// <summary>Reads the small parts of the format of <see cref="MetricSetJson"/>. Members it does not know are skipped.</summary>
internal static class MetricSetParts
{
    /// <summary>A submetric's selector, when its object has begun.</summary>
    /// <exception cref="JsonException">It has no metric or no tags.</exception>
    public static MetricSelector ReadSelector(ref MetricJson json)
    {
        json.RequireObject();
        var (metric, tags) = ("", TagSet.Empty);
        while (json.ReadName() is { } name)
        {
            if (name == "metric")
                metric = json.ReadText();
            else if (name == "tags")
                tags = ReadTags(ref json);
            else
                json.Skip();
        }

        return metric.Length > 0 && tags.Pairs.Count > 0 ? new MetricSelector(metric, tags) : throw new JsonException("a submetric has no metric or no tags.");
    }

    /// <summary>Tags, whose object comes next.</summary>
    public static TagSet ReadTags(ref MetricJson json)
    {
        json.ReadObjectStart();
        var pairs = new List<KeyValuePair<string, string>>();
        while (json.ReadName() is { } name)
            pairs.Add(new(name, json.ReadText()));
        return TagSet.Of(pairs);
    }

    /// <summary>A check, when its object has begun.</summary>
    /// <param name="json">The reader.</param>
    /// <param name="tallyOf">Where to count it, by group and name.</param>
    /// <exception cref="JsonException">It has no name.</exception>
    public static void ReadCheck(ref MetricJson json, Func<string, string, CheckTally> tallyOf)
    {
        json.RequireObject();
        var (group, check, passes, fails) = ("", (string?)null, 0L, 0L);
        while (json.ReadName() is { } name)
        {
            if (name == "group")
                group = json.ReadText();
            else if (name == "name")
                check = json.ReadText();
            else if (name == "passes")
                passes = json.ReadCount();
            else if (name == "fails")
                fails = json.ReadCount();
            else
                json.Skip();
        }

        tallyOf(group, check ?? throw new JsonException("a check has no name.")).Add(passes, fails);
    }
}

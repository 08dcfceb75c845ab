using System.Text.Json;
using LoadTestAz.Metrics;

namespace LoadTestAz.Merging.K6;

/// <summary>Reads the <c>data</c> of a line that declares a metric.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/metrics/metric.go"/>
internal static class K6MetricParser
{
    /// <summary>The declaration, or null when the metric's kind is missing or unknown.</summary>
    /// <exception cref="JsonException">It is no JSON.</exception>
    public static K6MetricDeclaration? Parse(string name, ReadOnlySpan<byte> data)
    {
        MetricType? type = null;
        MetricContents? contains = MetricContents.Default;
        List<string> thresholds = [];
        List<string> submetrics = [];
        var json = new Utf8JsonReader(data);
        json.Read();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var key = json.GetString();
            json.Read();
            switch (key)
            {
                case "type":
                    type = MetricNames.FindType(K6Json.TextOrNull(ref json) ?? "");
                    break;
                case "contains":
                    contains = MetricNames.FindContents(K6Json.TextOrNull(ref json) ?? "");
                    break;
                case "thresholds":
                    // A string, or {"threshold": "...", "abortOnFail": ..., "delayAbortEval": ...}.
                    ReadItems(ref json, "threshold", thresholds);
                    break;
                case "submetrics":
                    ReadItems(ref json, "name", submetrics);
                    break;
            }

            json.Skip();
        }

        return name.Length == 0 || type is null ? null : new K6MetricDeclaration(new Metric(name, type.Value, contains ?? MetricContents.Default), thresholds, submetrics);
    }

    // The strings of an array, and the one member of its objects that matters; null stands for an empty array.
    private static void ReadItems(ref Utf8JsonReader json, string member, List<string> items)
    {
        if (json.TokenType != JsonTokenType.StartArray)
            return;
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
        {
            var text = K6Json.TextOrNull(ref json) ?? ReadMember(ref json, member);
            if (text is not null)
                items.Add(text);
        }
    }

    private static string? ReadMember(ref Utf8JsonReader json, string member)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return null;
        }

        string? text = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var wanted = json.ValueTextEquals(member);
            json.Read();
            if (wanted)
                text = K6Json.TextOrNull(ref json);
            json.Skip();
        }

        return text;
    }
}

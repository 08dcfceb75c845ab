using System.Globalization;
using LoadTestAz.Metrics;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>The tag sets of one request's samples: one instance a kind of outcome, made when it first occurs.</summary>
/// <param name="common">The tags of everything that a virtual user records.</param>
/// <param name="isExpected">Judges a status for the tag <c>expected_response</c>.</param>
internal sealed class ResponseTags(TagSet common, Func<int, bool> isExpected)
{
    // Redirects to ever new addresses must not fill the memory.
    private const int MaxKept = 256;

    private readonly object _gate = new();

    // Replaced as a whole: readers need no lock. There are rarely more than a few.
    private Entry[] _entries = [];

    public TagSet For(RequestHop hop, in Exchange exchange)
    {
        foreach (var entry in Volatile.Read(ref _entries))
        {
            if (entry.Status == exchange.Status && entry.Matches(hop, exchange))
                return entry.Tags;
        }

        return Add(hop, exchange);
    }

    private TagSet Add(RequestHop hop, in Exchange exchange)
    {
        var tags = Build(hop, exchange);
        lock (_gate)
        {
            foreach (var entry in _entries)
            {
                if (entry.Status == exchange.Status && entry.Matches(hop, exchange))
                    return entry.Tags;
            }

            if (_entries.Length < MaxKept)
                Volatile.Write(ref _entries, [.. _entries, new Entry(exchange.Status, hop.Method, hop.Label, exchange, tags)]);
            return tags;
        }
    }

    // Source: https://github.com/grafana/k6/blob/v1.0.0/lib/netext/httpext/transport.go (measureAndEmitMetrics)
    private TagSet Build(RequestHop hop, Exchange exchange)
    {
        var tags = new List<KeyValuePair<string, string>>(common.Pairs)
        {
            new("method", hop.Method.Method),
            new("name", hop.Label),
            new("url", hop.Label),
            new("status", Number(exchange.Status)),
            new("expected_response", isExpected(exchange.Status) ? "true" : "false"),
        };
        if (exchange.Error is { } error)
        {
            tags.Add(new("error", error.Text));
            tags.Add(new("error_code", Number(error.Code)));
        }
        else if (exchange.Status >= 400)
        {
            tags.Add(new("error_code", Number(RequestError.StatusBase + exchange.Status)));
        }

        if (exchange.Proto is { } proto)
            tags.Add(new("proto", proto));
        if (exchange.TlsVersion is { } tls)
            tags.Add(new("tls_version", tls));
        return TagSet.Of(tags);
    }

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    private sealed record Entry(int Status, HttpMethod Method, string Label, Exchange Exchange, TagSet Tags)
    {
        public bool Matches(RequestHop hop, in Exchange other) =>
            Exchange.Proto == other.Proto && Exchange.TlsVersion == other.TlsVersion && Exchange.Error == other.Error
            && Label == hop.Label && Method == hop.Method;
    }
}

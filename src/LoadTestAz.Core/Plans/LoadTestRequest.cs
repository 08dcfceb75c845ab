namespace LoadTestAz.Plans;

/// <summary>One HTTP request of an iteration.</summary>
public sealed record LoadTestRequest
{
    /// <summary>GET, POST, and so on; upper case.</summary>
    public string Method { get; init; } = "GET";

    /// <summary>Absolute; a relative one in the plan has been resolved against <c>test.target_url</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>The <c>name</c> tag of its samples; the URL when the plan gives none.</summary>
    public required string Name { get; init; }

    /// <summary>Header fields; see <see cref="RequestText"/> for what may stand in the values.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Sent as UTF-8; null for none. See <see cref="RequestText"/> for what may stand in it.</summary>
    public string? Body { get; init; }

    /// <summary>Statuses that count as success and pass the check; empty for k6's default (200 to 399, no check).</summary>
    public IReadOnlyList<int> ExpectStatus { get; init; } = [];
}

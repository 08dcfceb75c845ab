using System.Net;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>One HTTP exchange to be made: a request of the plan, or what a redirect made of it.</summary>
internal sealed record RequestHop
{
    public required HttpMethod Method { get; init; }

    public required Uri Url { get; init; }

    /// <summary>The tags <c>name</c> and <c>url</c>, which are the same since k6 v0.41.</summary>
    public required string Label { get; init; }

    /// <summary>Fields of the request itself.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; }

    /// <summary>Fields that .NET keeps with the body, such as Content-Type.</summary>
    public required IReadOnlyList<KeyValuePair<string, string>> ContentHeaders { get; init; }

    /// <summary>Null for none.</summary>
    public required byte[]? Body { get; init; }

    /// <summary>Why it can't be sent at all; it fails each time, as in k6.</summary>
    public RequestError? Invalid { get; init; }

    /// <summary>A new message; SocketsHttpHandler takes each only once.</summary>
    /// <param name="cookies">The virtual user's cookies for the address; null for none.</param>
    public HttpRequestMessage CreateMessage(string? cookies)
    {
        var message = new HttpRequestMessage(Method, Url);
        if (Url.Scheme == Uri.UriSchemeHttps)
        {
            // k6 offers both in the TLS handshake, and HTTP/1.1 alone without TLS.
            message.Version = HttpVersion.Version20;
            message.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        }

        foreach (var (name, value) in Headers)
            message.Headers.TryAddWithoutValidation(name, value);
        if (cookies is not null)
            AddCookies(message, cookies);
        if (Body is not null || ContentHeaders.Count > 0)
        {
            message.Content = new ByteArrayContent(Body ?? []);
            foreach (var (name, value) in ContentHeaders)
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static void AddCookies(HttpRequestMessage message, string cookies)
    {
        if (message.Headers.NonValidated.TryGetValues("Cookie", out var own))
        {
            message.Headers.Remove("Cookie");
            cookies = $"{own}; {cookies}";
        }

        message.Headers.TryAddWithoutValidation("Cookie", cookies);
    }
}

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Turns a redirect into the next request, by the rules of Go's http.Client, which k6 uses.</summary>
/// <remarks>Source: https://github.com/golang/go/blob/go1.24.0/src/net/http/client.go (redirectBehavior, makeHeadersCopier, refererForURL)</remarks>
internal static class Redirects
{
    private static readonly RequestError UnsupportedScheme = new(RequestError.StatusBase, "unsupported protocol scheme");

    /// <summary>Where a response points; null when it is no redirect, or says not where to.</summary>
    public static string? LocationOf(HttpResponseMessage response, int status) =>
        status is 301 or 302 or 303 or 307 or 308 && response.Headers.NonValidated.TryGetValues("Location", out var values)
            ? values.First()
            : null;

    /// <param name="hop">The request that was redirected.</param>
    /// <param name="status">301, 302, 303, 307 or 308.</param>
    /// <param name="location">The field Location.</param>
    /// <param name="label">The tags <c>name</c> and <c>url</c> when the plan names the request; null to take the new address.</param>
    /// <returns>The next request, or null when the location is no address.</returns>
    public static RequestHop? Follow(RequestHop hop, int status, string location, string? label)
    {
        if (!Uri.TryCreate(hop.Url, location, out var url))
            return null;

        var keepsBody = status is 307 or 308;
        var headers = hop.Headers.Where(h => Survives(h.Key, hop.Url, url, location)).ToList();
        if (!(hop.Url.Scheme == Uri.UriSchemeHttps && url.Scheme == Uri.UriSchemeHttp))
            headers.Add(new("Referer", UrlText.WithoutUser(hop.Url)));
        return hop with
        {
            Method = keepsBody || hop.Method == HttpMethod.Head ? hop.Method : HttpMethod.Get,
            Url = url,
            Label = label ?? UrlText.Masked(url.AbsoluteUri, url),
            Headers = headers,
            ContentHeaders = keepsBody ? hop.ContentHeaders : [],
            Body = keepsBody ? hop.Body : null,
            Invalid = url.Scheme == Uri.UriSchemeHttp || url.Scheme == Uri.UriSchemeHttps ? null : UnsupportedScheme,
        };
    }

    private static bool Survives(string header, Uri from, Uri to, string location) => header.ToLowerInvariant() switch
    {
        // k6 drops the plan's own cookies too and sets those of its jar anew (request.go, CheckRedirect).
        "cookie" or "referer" => false,

        // A Host of one's own stays only while the address is relative to it.
        "host" => !HasScheme(location),
        "authorization" or "www-authenticate" or "cookie2" or "proxy-authorization" or "proxy-authenticate" =>
            to.IdnHost == from.IdnHost || to.IdnHost.EndsWith('.' + from.IdnHost, StringComparison.OrdinalIgnoreCase),
        _ => true,
    };

    // Not Uri's own judgement: on Unix it takes "/path" for an absolute file address.
    private static bool HasScheme(string location) =>
        location.AsSpan().IndexOfAny(":/?#") is >= 0 and var first && location[first] == ':';
}

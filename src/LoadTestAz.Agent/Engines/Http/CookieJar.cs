using System.Net;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>A virtual user's cookies; emptied before each iteration, as k6 does unless told otherwise.</summary>
internal sealed class CookieJar
{
    // Few targets set cookies: no container before there is one.
    private CookieContainer? _container;

    public void Clear() => _container = null;

    public string? HeaderFor(Uri url) => _container?.GetCookieHeader(url) is { Length: > 0 } header ? header : null;

    public void Take(Uri url, HttpResponseMessage response)
    {
        if (!response.Headers.NonValidated.TryGetValues("Set-Cookie", out var values))
            return;
        _container ??= new CookieContainer();
        foreach (var value in values)
        {
            try
            {
                _container.SetCookies(url, value);
            }
            catch (CookieException)
            {
                // As in browsers and in k6, a cookie that makes no sense is no cookie.
            }
        }
    }
}

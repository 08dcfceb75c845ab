namespace LoadTestAz.Agent.Engines.Http;

/// <summary>Addresses as text without what must not be seen.</summary>
internal static class UrlText
{
    /// <summary>An address fit for a tag: credentials are starred out. Source: k6 lib/netext/httpext/url.go, Clean.</summary>
    public static string Masked(string text, Uri url)
    {
        if (url.UserInfo.Length == 0)
            return text;
        var start = text.IndexOf("://", StringComparison.Ordinal) + 3;
        var end = text.IndexOf('@', start);
        return end < 0 ? text : $"{text[..start]}{(text[start..end].Contains(':') ? "****:****" : "****")}{text[end..]}";
    }

    /// <summary>An address without credentials and fragment.</summary>
    public static string WithoutUser(Uri url) =>
        url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
}

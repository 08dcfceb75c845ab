using System.Text.RegularExpressions;

namespace LoadTestAz.Plans.Binding;

/// <summary>Reads the addresses of a plan.</summary>
internal static partial class PlanUrls
{
    /// <summary>An absolute http or https address, or null with a mistake.</summary>
    public static Uri? Absolute(PlanValue value)
    {
        if (value.Text("an http or https address") is not { } text)
            return null;
        if (TryAbsolute(text, out var url))
            return url;

        value.Mistake(
            $"{value.Shown} is not an address; allowed is a full one with http:// or https://",
            HostFirst().IsMatch(text) && TryAbsolute("https://" + text, out _) ? (Loopback().IsMatch(text) ? "http://" : "https://") + text : null);
        return null;
    }

    /// <summary>An address of a request: absolute, or relative to the target as browsers resolve it (RFC 3986).</summary>
    /// <param name="value">The address.</param>
    /// <param name="target">The target; null when there is none, or a bad one.</param>
    /// <param name="hasTarget">There is a target, if a bad one: its mistake is enough.</param>
    public static Uri? Request(PlanValue value, Uri? target, bool hasTarget)
    {
        if (value.Text("an address, absolute or relative to test.target_url") is not { } text)
            return null;
        if (WithScheme().IsMatch(text) || HostAndPort().IsMatch(text))
            return Absolute(value);
        if (target is not null && text.Length > 0 && Uri.TryCreate(target, text, out var url) && (url.Scheme is "http" or "https"))
            return url;

        if (text.Length == 0 || target is not null)
            value.Mistake($"{value.Shown} is not an address; allowed is an absolute one, or one relative to test.target_url");
        else if (!hasTarget)
            value.Mistake($"{value.Shown} is relative, and there is no test.target_url to resolve it against");
        return null;
    }

    // Uri alone takes '/path' for a file on Linux, and 'localhost:80' for something of the scheme 'localhost'.
    private static bool TryAbsolute(string text, out Uri? url) =>
        Uri.TryCreate(text, UriKind.Absolute, out url) && (url.Scheme is "http" or "https") && WithScheme().IsMatch(text) && url.Host.Length > 0;

    [GeneratedRegex(@"\A[A-Za-z][A-Za-z0-9+.-]*://", RegexOptions.CultureInvariant)]
    private static partial Regex WithScheme();

    // 'example.com', 'localhost:8080/x', '10.0.0.1/y'.
    [GeneratedRegex(@"\A(localhost|([A-Za-z0-9-]+\.)+[A-Za-z0-9-]+)(:[0-9]+)?([/?].*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostFirst();

    // Can't be a relative address: a port would make the host its scheme.
    [GeneratedRegex(@"\A[A-Za-z0-9.-]+:[0-9]+([/?].*)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex HostAndPort();

    [GeneratedRegex(@"\A(localhost|127\.)", RegexOptions.CultureInvariant)]
    private static partial Regex Loopback();
}

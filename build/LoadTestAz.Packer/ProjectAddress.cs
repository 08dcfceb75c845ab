using System.Text.RegularExpressions;

namespace LoadTestAz.Packer;

/// <summary>Where people find the project.</summary>
internal static partial class ProjectAddress
{
    /// <summary>The address for a browser, of that or of what git fetches from.</summary>
    /// <exception cref="PackException">It is no address that a browser opens.</exception>
    public static string Parse(string text)
    {
        var address = Scp().Replace(text.Trim(), "https://$1/$2");
        if (address.EndsWith(".git", StringComparison.Ordinal))
            address = address[..^".git".Length];
        return Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
            ? address
            : throw new PackException($"'{text}' is no https address of the project. Name one by the property RepositoryUrl.");
    }

    // git@github.com:owner/name.git
    [GeneratedRegex(@"\A[A-Za-z0-9_-]+@([A-Za-z0-9.-]+):(?!//)(.+)\z")]
    private static partial Regex Scp();
}

using Azure.Storage.Blobs;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Blob;

/// <summary>
/// The address of a container: <c>https://account.blob.core.windows.net/container</c>, the same in a sovereign cloud or
/// behind a private name, or <c>https://127.0.0.1:10000/account/container</c> as emulators have it.
/// </summary>
internal sealed record BlobLocation
{
    private const int MinContainerLength = 3;
    private const int MaxContainerLength = 63;

    private BlobLocation(Uri uri, string account, string container)
    {
        Uri = uri;
        Account = account;
        Container = container;
    }

    /// <summary>The address without a slash at its end.</summary>
    public Uri Uri { get; }

    /// <summary>The account's name; the host when the name can't be told from it.</summary>
    public string Account { get; }

    /// <summary>The container's name.</summary>
    public string Container { get; }

    /// <summary>Whether it is a web address at all, right or wrong: a folder's path never is.</summary>
    public static bool IsWebAddress(string location) =>
        location.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || location.StartsWith("http://", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads an address.</summary>
    /// <exception cref="StoreException">It is not that of a container, not https, or has a secret in it.</exception>
    public static BlobLocation Parse(string location)
    {
        if (!Uri.TryCreate(location, UriKind.Absolute, out var uri) || !IsWebAddress(location))
            throw Invalid(location, "only a folder's path or the https address of a blob container is a store");
        // Before anything that would repeat the address in a message.
        if (uri.Query.Length > 0 || uri.UserInfo.Length > 0 || uri.Fragment.Length > 0)
            throw Invalid(uri.GetLeftPart(UriPartial.Scheme) + uri.Authority.Split('@')[^1] + uri.AbsolutePath, "it must have no query, no SAS token and no user name; the signed-in identity is used instead");
        if (uri.Scheme != Uri.UriSchemeHttps)
            throw Invalid(location, "only https is accepted, since a token is sent along");

        var parts = new BlobUriBuilder(new Uri(uri.GetLeftPart(UriPartial.Path).TrimEnd('/')));
        if (parts.BlobContainerName.Length == 0)
            throw Invalid(location, "it names no container");
        if (parts.BlobName.Length > 0)
            // The SDK sees the account in the path only behind an IPv4 address, or a port that Azurite has by default.
            throw Invalid(location, uri.IsLoopback ? "an emulator must be addressed as 127.0.0.1" : "it goes on after the container");
        if (!IsContainerName(parts.BlobContainerName))
            throw Invalid(location, $"'{parts.BlobContainerName}' can't be the name of a container ({MinContainerLength} to {MaxContainerLength} of a-z, 0-9 and single '-', not first or last)");

        return new BlobLocation(parts.ToUri(), parts.AccountName.Length > 0 ? parts.AccountName : uri.Host, parts.BlobContainerName);
    }

    /// <inheritdoc/>
    public override string ToString() => Uri.AbsoluteUri;

    // https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
    private static bool IsContainerName(string name) =>
        name.Length is >= MinContainerLength and <= MaxContainerLength
        && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '-')
        && name[0] != '-' && name[^1] != '-' && !name.Contains("--", StringComparison.Ordinal);

    private static StoreException Invalid(string location, string why) =>
        new(StoreFailure.InvalidLocation, $"'{location}' can't be a result store: {why}. Give the address of a container, as in https://<account>.blob.core.windows.net/<container>.");
}

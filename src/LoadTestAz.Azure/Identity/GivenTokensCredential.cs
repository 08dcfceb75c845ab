using System.Security;
using Azure.Core;
using Azure.Identity;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Identity;

/// <summary>Tokens that the user gave: each is sent only to whom it was issued for, and nobody else signs in instead.</summary>
internal sealed class GivenTokensCredential(IReadOnlyList<SecureString> tokens, CloudEndpoints cloud, TimeProvider clock) : TokenCredential
{
    // The ids by which the services are known in tokens, beside their addresses.
    private const string ResourceManagerId = "797f4846-ba00-4fd7-ba43-dac1f8f63013";
    private const string StorageId = "e406a681-f3d4-42a8-90b6-c2b029497af1";
    private const string StorageHost = "storage.azure.com";

    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        var resource = TokenResource.Of(requestContext);
        var read = tokens.Select(GivenToken.TryRead).ToList();
        if (read.Any(token => token is null))
            throw new CredentialUnavailableException("-AccessToken holds something that is no access token (a JSON Web Token). Give what Get-AzAccessToken returns as its Token.");
        var fitting = read.Where(token => token!.Audiences.Any(audience => IsFor(resource, audience))).MaxBy(token => token!.ExpiresAt)
            ?? throw new CredentialUnavailableException($"-AccessToken holds no token for {resource}, but for {string.Join(", ", read.SelectMany(token => token!.Audiences))}. Give one more, from: (Get-AzAccessToken -ResourceUrl {resource} -AsSecureString).Token");
        return fitting.ExpiresAt > clock.GetUtcNow()
            ? new AccessToken(fitting.Reveal(), fitting.ExpiresAt)
            : throw new CredentialUnavailableException($"The token for {resource} in -AccessToken was good until {fitting.ExpiresAt:u}. Give a new one.");
    }

    /// <inheritdoc/>
    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));

    private bool IsFor(string resource, string audience)
    {
        var wanted = new Uri(resource).Host;
        if (wanted == StorageHost && audience == StorageId)
            return true;
        if (wanted == cloud.ResourceManager.Host && audience == ResourceManagerId)
            return true;
        if (!Uri.TryCreate(audience, UriKind.Absolute, out var given))
            return false;
        // The older name of the same, as in https://management.core.windows.net/.
        return given.Host == wanted
            || (wanted == cloud.ResourceManager.Host && given.Host == "management." + cloud.BlobSuffix["blob.".Length..])
            || (wanted == StorageHost && given.Host.EndsWith("." + cloud.BlobSuffix, StringComparison.OrdinalIgnoreCase));
    }
}

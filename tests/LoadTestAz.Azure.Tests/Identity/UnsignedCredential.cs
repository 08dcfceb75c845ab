using Azure.Core;

namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>Signs in as nobody in particular, for whatever is asked.</summary>
internal sealed class UnsignedCredential : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(UnsignedToken.Create(requestContext.Scopes[0].Replace("/.default", "", StringComparison.Ordinal)), TimeProvider.System.GetUtcNow() + UnsignedToken.Lifetime);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}

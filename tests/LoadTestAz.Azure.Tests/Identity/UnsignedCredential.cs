using Azure.Core;

namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>Signs in as nobody in particular.</summary>
internal sealed class UnsignedCredential : TokenCredential
{
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(UnsignedToken.Create(), TimeProvider.System.GetUtcNow() + UnsignedToken.Lifetime);

    public override ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        new(GetToken(requestContext, cancellationToken));
}

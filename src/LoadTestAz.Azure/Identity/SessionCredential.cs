using Azure.Core;
using Azure.Identity;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Identity;

/// <summary>The session's own sign-in. Whoever sends requests keeps its token and asks again in time.</summary>
internal sealed class SessionCredential(Func<string, CancellationToken, Task<SessionToken>> session) : TokenCredential
{
    /// <inheritdoc/>
    public override AccessToken GetToken(TokenRequestContext requestContext, CancellationToken cancellationToken) =>
        GetTokenAsync(requestContext, cancellationToken).AsTask().GetAwaiter().GetResult();

    /// <inheritdoc/>
    public override async ValueTask<AccessToken> GetTokenAsync(TokenRequestContext requestContext, CancellationToken cancellationToken)
    {
        try
        {
            var token = await session(TokenResource.Of(requestContext), cancellationToken).ConfigureAwait(false);
            return new AccessToken(token.Reveal(), token.ExpiresAt);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            throw new CredentialUnavailableException($"The session's own sign-in gives no token for {TokenResource.Of(requestContext)}: {ErrorText.Innermost(e)}", e);
        }
    }
}

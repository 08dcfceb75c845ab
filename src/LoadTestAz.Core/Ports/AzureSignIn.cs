using System.Security;

namespace LoadTestAz.Ports;

/// <summary>How a session signs in to Azure, in words that have nothing of Azure's libraries.</summary>
public sealed class AzureSignIn
{
    /// <summary>Who signs in.</summary>
    public AzureCredentialSource Source { get; init; }

    /// <summary>Tokens to take in place of a sign-in, each for whom it was issued; none when empty.</summary>
    public IReadOnlyList<SecureString> AccessTokens { get; init; } = [];

    /// <summary>
    /// Asks the session's own sign-in for a token for a resource, such as <c>https://storage.azure.com/</c>; null when the
    /// session is not signed in.
    /// </summary>
    public Func<string, CancellationToken, Task<SessionToken>>? Session { get; init; }
}

using Azure.Core;
using Azure.Identity;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Identity;

/// <summary>Which sign-in is used where. Nobody's secrets pass through here: each source has its own.</summary>
internal static class CredentialFactory
{
    /// <summary>The environment variable that names the user-assigned identity of a worker or machine.</summary>
    public const string ClientIdVariable = "AZURE_CLIENT_ID";

    // The Azure CLI is a Python program: on a busy machine it takes its time.
    private static readonly TimeSpan CliTimeout = TimeSpan.FromSeconds(60);

    /// <summary>Managed identity and nothing else, so that a mistake can't sign in as somebody else.</summary>
    /// <param name="clientId">The client id of a user-assigned identity; the system-assigned one when null or empty.</param>
    public static TokenCredential ForWorker(string? clientId) =>
        new ManagedIdentityCredential(string.IsNullOrWhiteSpace(clientId)
            ? ManagedIdentityId.SystemAssigned
            : ManagedIdentityId.FromUserAssignedClientId(clientId.Trim()));

    /// <summary>In a container, by its environment; see <see cref="ClientIdVariable"/>.</summary>
    public static TokenCredential ForWorker() => ForWorker(Environment.GetEnvironmentVariable(ClientIdVariable));

    /// <summary>In a session: what it asks for.</summary>
    public static TokenCredential ForSession(AzureSignIn signIn, CloudEndpoints cloud) => signIn switch
    {
        { AccessTokens.Count: > 0 } => new GivenTokensCredential(signIn.AccessTokens, cloud, TimeProvider.System),
        { Source: AzureCredentialSource.Default or AzureCredentialSource.AzContext, Session: { } session } => new SessionCredential(session),
        { Source: AzureCredentialSource.AzContext } => new SessionCredential((_, _) => throw new InvalidOperationException("Nobody is signed in by Connect-AzAccount")),
        { Source: AzureCredentialSource.AzureCli } => new AzureCliCredential(new AzureCliCredentialOptions { AuthorityHost = cloud.Authority, ProcessTimeout = CliTimeout }),
        { Source: AzureCredentialSource.ManagedIdentity } => ForWorker(),
        { Source: AzureCredentialSource.Environment } => new EnvironmentCredential(new EnvironmentCredentialOptions { AuthorityHost = cloud.Authority }),
        { Source: AzureCredentialSource.WorkloadIdentity } => new WorkloadIdentityCredential(new WorkloadIdentityCredentialOptions { AuthorityHost = cloud.Authority }),
        _ => Chain(cloud),
    };

    /// <summary>
    /// Environment, workload identity, managed identity, Azure CLI, Azure PowerShell, in this order; the first that can give
    /// a token does. Nothing that opens a window, and nothing that depends on an editor. <c>AZURE_TOKEN_CREDENTIALS</c>
    /// narrows it down (https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains).
    /// </summary>
    private static DefaultAzureCredential Chain(CloudEndpoints cloud) => new(new DefaultAzureCredentialOptions
    {
        AuthorityHost = cloud.Authority,
        ExcludeVisualStudioCredential = true,
        ExcludeVisualStudioCodeCredential = true,
        ExcludeAzureDeveloperCliCredential = true,
        ExcludeBrokerCredential = true,
        ExcludeInteractiveBrowserCredential = true,
    });
}

using Azure.Core;
using Azure.Identity;

namespace LoadTestAz.Azure.Identity;

/// <summary>Which sign-in is used where. Nobody's secrets pass through here: each source has its own.</summary>
internal static class CredentialFactory
{
    /// <summary>The environment variable that names the user-assigned identity of a worker.</summary>
    public const string ClientIdVariable = "AZURE_CLIENT_ID";

    /// <summary>In a container: its managed identity and nothing else, so that a mistake can't sign in as somebody else.</summary>
    /// <param name="clientId">The client id of a user-assigned identity; the system-assigned one when null or empty.</param>
    public static TokenCredential ForWorker(string? clientId) =>
        new ManagedIdentityCredential(string.IsNullOrWhiteSpace(clientId)
            ? ManagedIdentityId.SystemAssigned
            : ManagedIdentityId.FromUserAssignedClientId(clientId.Trim()));

    /// <summary>In a container, by its environment; see <see cref="ClientIdVariable"/>.</summary>
    public static TokenCredential ForWorker() => ForWorker(Environment.GetEnvironmentVariable(ClientIdVariable));

    /// <summary>
    /// In a session: environment, workload identity, managed identity, Azure CLI, Azure PowerShell, in this order; the
    /// first that can give a token does. Nothing that opens a window, and nothing that depends on an editor.
    /// <c>AZURE_TOKEN_CREDENTIALS</c> narrows it down
    /// (https://learn.microsoft.com/dotnet/azure/sdk/authentication/credential-chains).
    /// </summary>
    public static TokenCredential ForSession() => new DefaultAzureCredential(new DefaultAzureCredentialOptions
    {
        ExcludeVisualStudioCredential = true,
        ExcludeVisualStudioCodeCredential = true,
        ExcludeAzureDeveloperCliCredential = true,
        ExcludeBrokerCredential = true,
        ExcludeInteractiveBrowserCredential = true,
    });
}

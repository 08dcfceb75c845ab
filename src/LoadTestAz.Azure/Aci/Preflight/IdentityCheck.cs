using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>
/// Whether the workers' identity is there, and may do what they need. Roles can be asked for only by those who may read
/// them, and a role made by oneself may allow the same: that none is found is a warning.
/// </summary>
internal sealed class IdentityCheck(LoadTestPlan plan, Surroundings surroundings)
{
    public const string Name = "Identity";
    public const string StorageName = "StorageRole";
    public const string RegistryName = "RegistryRole";

    private const string StorageVersion = "2023-05-01";
    private const string RegistryVersion = "2023-07-01";

    // https://learn.microsoft.com/azure/role-based-access-control/built-in-roles
    private const string BlobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

    private readonly LoadTestAzureSettings _azure = plan.Azure!;
    private ResourceDocument? _identity;

    /// <summary>Whether it is there.</summary>
    public async Task<LoadTestPlanCheck> RunAsync(CancellationToken cancellationToken)
    {
        _identity = await surroundings.FindIdentityAsync(_azure.Identity!, cancellationToken).ConfigureAwait(false);
        if (_identity is null)
        {
            return LoadTestPlanCheck.Fail(
                Name, $"There is no user-assigned identity '{_azure.Identity}', or the signed-in identity does not see it. The workers pull their image and save their results as that identity.",
                "Create it (docs/azure-setup.md), or correct azure.identity.");
        }

        if (_azure.IdentityClientId is { } planned && _identity.Properties?.ClientId is { } real && !planned.Equals(real, StringComparison.OrdinalIgnoreCase))
            return LoadTestPlanCheck.Fail(Name, $"The identity's client id is {real}, and azure.identity_client_id says {planned}: the workers could not sign in.", $"Set azure.identity_client_id to {real}, or leave it out.");
        return LoadTestPlanCheck.Pass(Name, $"The workers' identity '{_identity.Name}' is there.");
    }

    /// <summary>Whether it may write into the storage account.</summary>
    public async Task<LoadTestPlanCheck> CheckStorageRoleAsync(CancellationToken cancellationToken)
    {
        var accounts = await surroundings.ListAsync("Microsoft.Storage/storageAccounts", StorageVersion, cancellationToken).ConfigureAwait(false);
        var account = accounts.FirstOrDefault(account => Same(account.Name, _azure.StorageAccount));
        return account?.Id is null
            ? LoadTestPlanCheck.Skip(StorageName, $"The storage account '{_azure.StorageAccount}' is not among those that can be seen in the subscription, so its roles can't be asked.")
            // The role may stand on the container alone, below which nothing is assigned.
            : await CheckRoleAsync(StorageName, $"{account.Id}/blobServices/default/containers/{_azure.ContainerName}", $"storage account '{_azure.StorageAccount}'", "Storage Blob Data Contributor", BlobContributor, "save their results", cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Whether it may pull from the registry.</summary>
    public async Task<LoadTestPlanCheck> CheckRegistryRoleAsync(CancellationToken cancellationToken)
    {
        var registries = await surroundings.ListAsync("Microsoft.ContainerRegistry/registries", RegistryVersion, cancellationToken).ConfigureAwait(false);
        var registry = registries.FirstOrDefault(registry => Same(registry.Properties?.LoginServer, _azure.ContainerRegistry));
        return registry?.Id is null
            ? LoadTestPlanCheck.Skip(RegistryName, $"The registry '{_azure.ContainerRegistry}' is not among those that can be seen in the subscription, so its roles can't be asked.")
            : await CheckRoleAsync(RegistryName, registry.Id, $"registry '{_azure.ContainerRegistry}'", "AcrPull", AcrPull, "pull their image", cancellationToken).ConfigureAwait(false);
    }

    private async Task<LoadTestPlanCheck> CheckRoleAsync(string name, string scope, string where, string role, string roleId, string why, CancellationToken cancellationToken)
    {
        if (_identity?.Properties?.PrincipalId is not { } principal)
            return LoadTestPlanCheck.Skip(name, "Not looked at, since the workers' identity is not known.");
        var roles = await surroundings.ListRolesAsync(scope, principal, cancellationToken).ConfigureAwait(false);
        return roles.Contains(roleId)
            ? LoadTestPlanCheck.Pass(name, $"The workers' identity has the role '{role}' on {where}.")
            : LoadTestPlanCheck.Warn(
                name, $"The workers' identity does not have the role '{role}' on {where} ({roles.Count} other roles); unless one of those allows it, the workers can't {why}.",
                $"Assign it with: New-AzRoleAssignment -ObjectId {principal} -RoleDefinitionName '{role}' -Scope '{scope}'; it may take some minutes until it counts.");
    }

    private static bool Same(string? a, string? b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

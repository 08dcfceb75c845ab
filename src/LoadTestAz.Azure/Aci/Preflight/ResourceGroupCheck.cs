using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>Whether the resource group is there.</summary>
internal static class ResourceGroupCheck
{
    public const string Name = "ResourceGroup";

    public static async Task<LoadTestPlanCheck> RunAsync(LoadTestAzureSettings azure, Surroundings surroundings, CancellationToken cancellationToken) =>
        await surroundings.FindResourceGroupAsync(cancellationToken).ConfigureAwait(false) is { } group
            ? LoadTestPlanCheck.Pass(Name, $"Resource group '{azure.ResourceGroup}' is there, in {group.Location}.")
            : LoadTestPlanCheck.Fail(
                Name, $"There is no resource group '{azure.ResourceGroup}' in subscription {azure.SubscriptionId}, or the signed-in identity does not see it. The workers are created in it.",
                $"Create it with: New-AzResourceGroup -Name '{azure.ResourceGroup}' -Location {azure.Location}; or correct azure.resource_group.");
}

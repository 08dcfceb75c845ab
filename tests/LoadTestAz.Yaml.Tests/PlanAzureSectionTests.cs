using LoadTestAz.Plans;

namespace LoadTestAz.Yaml.Tests;

/// <summary>The section <c>azure</c>, and what else compute: aci asks for.</summary>
public class PlanAzureSectionTests
{
    private const string Good = """
        test: {target_url: "http://t"}
        execution: {compute: aci}
        azure:
          subscription_id: 11111111-2222-3333-4444-555555555555
          resource_group: load-test-rg
          location: eastus
          storage_account: results123
          container_name: results
          container_registry: acme-x1.azurecr.io
          identity: /subscriptions/22222222-2222-3333-4444-555555555555/resourceGroups/identities/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workers

        """;

    [Fact]
    public void A_good_section_is_kept()
    {
        var plan = PlanFile.Build(Good);
        Assert.Equal(LoadTestCompute.Aci, plan.Compute);
        var azure = plan.Azure!;
        Assert.Equal(("11111111-2222-3333-4444-555555555555", "load-test-rg", "eastus"), (azure.SubscriptionId, azure.ResourceGroup, azure.Location));
        Assert.Equal(("results123", "results", "acme-x1.azurecr.io"), (azure.StorageAccount, azure.ContainerName, azure.ContainerRegistry));
        Assert.Equal(["eastus"], azure.Locations);
        Assert.EndsWith("/userAssignedIdentities/workers", azure.Identity);
        Assert.Equal((false, LoadTestPriority.Regular, LoadTestCloud.AzureCloud), (azure.Spread, azure.Priority, azure.Cloud));
        Assert.Null(azure.IdentityClientId ?? azure.SubnetId);
        Assert.Null(azure.LogAnalytics);
        Assert.Null(azure.Tags);
        Assert.Null(azure.Prices);
        Assert.Empty(azure.Zones);
        Assert.Empty(plan.Warnings);
    }

    [Theory]
    [InlineData("11111111-2222-3333-4444-555555555555", "1111", "plan.yaml(4,20): azure.subscription_id: '1111' is not allowed; a subscription id is a GUID such as 11111111-2222-3333-4444-555555555555")]
    [InlineData("load-test-rg", "load.", "plan.yaml(5,19): azure.resource_group: 'load.' is not allowed; a resource group's name has 1 to 90 letters, digits, '_', '-', '.', '(' and ')', and does not end with '.'")]
    [InlineData("eastus", "East US", "plan.yaml(6,13): azure.location: 'East US' is not allowed; a region is written as Azure's short name, such as eastus or westeurope; did you mean 'eastus'?")]
    [InlineData("results123", "https://Acct1.blob.core.windows.net/", "plan.yaml(7,20): azure.storage_account: 'https://Acct1.blob.core.windows.net/' is not allowed; a storage account's name has 3 to 24 lower case letters and digits; did you mean 'acct1'?")]
    [InlineData("results123", "yourstorageaccount", "plan.yaml(7,20): azure.storage_account: 'yourstorageaccount' is the example's placeholder; a storage account's name has 3 to 24 lower case letters and digits")]
    [InlineData(": results\n", ": My_Results\n", "plan.yaml(8,19): azure.container_name: 'My_Results' is not allowed; a blob container's name has 3 to 63 lower case letters, digits and single hyphens, and begins and ends with a letter or digit; did you mean 'my-results'?")]
    [InlineData("acme-x1.azurecr.io", "https://acme.azurecr.io/", "plan.yaml(9,23): azure.container_registry: 'https://acme.azurecr.io/' is not allowed; a registry is its login server, such as myregistry.azurecr.io; did you mean 'acme.azurecr.io'?")]
    [InlineData("acme-x1.azurecr.io", "acme", "plan.yaml(9,23): azure.container_registry: 'acme' is not allowed; a registry is its login server, such as myregistry.azurecr.io; did you mean 'acme.azurecr.io'?")]
    public void Values_must_be_legal(string good, string bad, string mistake) => Assert.Equal(mistake, PlanFile.Mistake(Good.Replace(good, bad)));

    [Fact]
    public void Locally_they_are_nobodys_business()
    {
        var plan = PlanFile.Build(Good.Replace("aci", "local").Replace("11111111-2222-3333-4444-555555555555", "your-subscription-id"));
        Assert.Equal("your-subscription-id", plan.Azure!.SubscriptionId);
    }

    [Theory]
    [InlineData("  location: eastus\n", "plan.yaml(4,3): azure.location: missing, and needed for compute: aci; a region is written as Azure's short name, such as eastus or westeurope")]
    [InlineData("eastus", "plan.yaml(6,12): azure.location: has no value; give it one, or leave the key out")]
    public void A_missing_one_is_a_mistake(string without, string mistake) =>
        Assert.Equal(mistake, PlanFile.Mistakes(Good.Replace(without, ""))[^1].ToString());

    [Fact]
    public void Without_the_section_the_mistakes_point_at_what_asked_for_Azure()
    {
        var yaml = "test: {target_url: \"http://t\"}\nexecution: {compute: aci}\n";
        Assert.All(PlanFile.Mistakes(yaml), mistake => Assert.Equal((2, 22), (mistake.Line, mistake.Column)));
        Assert.Equal(7, PlanFile.Mistakes(yaml).Count);
    }

    [Theory]
    [InlineData("{cpu: 0.5}", 31, "cpu: '0.5' is out of range; allowed is a number from 1 to 31 vCPUs, for compute: aci")]
    [InlineData("{memory: 241}", 34, "memory: '241' is out of range; allowed is a number from 1 to 240 GB, for compute: aci")]
    public void Sizes_must_be_those_of_a_container_group(string size, int column, string message)
    {
        var yaml = $"distribution: {{resources: {{protocol: {size}}}}}\n";
        Assert.Equal($"plan.yaml(11,{column + 13}): distribution.resources.protocol.{message}", PlanFile.Mistake(Good + yaml));
        Assert.NotNull(PlanFile.Build(PlanFile.Target + yaml));
    }

    [Theory]
    [InlineData("distribution: {resources: {protocol: {cpu: 8}}}\n", "plan.yaml(11,27): distribution.resources.protocol: more than 4 vCPUs or 16 GB a worker: Azure offers that only where the region has room")]
    [InlineData("distribution: {total_vus: 1010}\n", "plan.yaml(11,27): distribution: 101 workers: Azure creates 100 container groups in 5 minutes and 300 in an hour, and the usual quota is 100 of them; raise start_timeout, or put more VUs on each worker")]
    public void What_Azure_may_refuse_is_a_warning(string yaml, string warning) => Assert.Equal(warning, Assert.Single(PlanFile.Build(Good + yaml).Warnings));
}

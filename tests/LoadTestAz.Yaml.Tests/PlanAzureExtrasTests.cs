using LoadTestAz.Plans;

namespace LoadTestAz.Yaml.Tests;

/// <summary>What a plan for Azure may ask for beyond the usual.</summary>
public class PlanAzureExtrasTests
{
    private const string Guid = "11111111-2222-3333-4444-555555555555";
    private const string Identity = $"/subscriptions/{Guid}/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workers";
    private const string Subnet = $"/subscriptions/{Guid}/resourceGroups/net/providers/Microsoft.Network/virtualNetworks/v/subnets/load";

    private const string Basis = $$"""
        test: {target_url: "http://t"}
        execution: {compute: aci}
        distribution: {total_vus: 20, duration: 12m}
        azure:
          subscription_id: {{Guid}}
          resource_group: rg
          storage_account: results123
          container_name: results
          identity: {{Identity}}

        """;

    private const string Good = Basis + "  location: eastus\n  container_registry: acme.azurecr.io\n";

    [Fact]
    public void All_of_it_is_kept()
    {
        var azure = PlanFile.Build(Basis + $$"""
              locations: [westeurope, northeurope]
              spread: true
              container_registry: acme.azurecr.io
              identity_client_id: {{Guid}}
              images: {protocol: acme.azurecr.io/own/worker:2.1}
              zones: [1, 2]
              log_analytics: {workspace_id: {{Guid}}, key_secret: WORKSPACE_KEY}
              tags: {team: web, Cost Center: 42}
              cloud: azureusgovernment
              arm_endpoint: https://127.0.0.1:8443
              blob_endpoint: https://127.0.0.1:10000/results123
              prices: {vcpu_hour: 0.05, gb_hour: 0.006}
            """).Azure!;

        Assert.Equal(["westeurope", "northeurope"], azure.Locations);
        Assert.Equal("westeurope", azure.Location);
        Assert.True(azure.Spread);
        Assert.Equal(Guid, azure.IdentityClientId);
        Assert.Equal("acme.azurecr.io/own/worker:2.1", azure.Images!.Protocol);
        Assert.Matches(@"^acme\.azurecr\.io/loadtestaz-browser-worker:\d+\.\d+\.\d+$", azure.Images.Browser);
        Assert.Equal(["1", "2"], azure.Zones);
        Assert.Equal(new LoadTestLogAnalytics(Guid, "WORKSPACE_KEY"), azure.LogAnalytics);
        Assert.Equal(new Dictionary<string, string> { ["team"] = "web", ["Cost Center"] = "42" }, azure.Tags);
        Assert.Equal(LoadTestCloud.AzureUSGovernment, azure.Cloud);
        Assert.Equal(new Uri("https://127.0.0.1:8443"), azure.ResourceManager);
        Assert.Equal("https://127.0.0.1:10000/results123/results", azure.StoreLocation);
        Assert.Equal(new LoadTestPrices(0.05m, 0.006m), azure.Prices);
    }

    [Theory]
    [InlineData("AzureCloud", "https://management.azure.com/", "https://results123.blob.core.windows.net/results")]
    [InlineData("AzureUSGovernment", "https://management.usgovcloudapi.net/", "https://results123.blob.core.usgovcloudapi.net/results")]
    [InlineData("AzureChinaCloud", "https://management.chinacloudapi.cn/", "https://results123.blob.core.chinacloudapi.cn/results")]
    public void Each_cloud_has_its_own_endpoints(string cloud, string manager, string store)
    {
        var azure = PlanFile.Build(Good + $"  cloud: {cloud}\n").Azure!;
        Assert.Equal((manager, store), (azure.ResourceManager.AbsoluteUri, azure.StoreLocation));
    }

    [Fact]
    public void Images_of_the_version_are_the_default()
    {
        var images = PlanFile.Build(Good).Azure!.Images!;
        Assert.Matches(@"^acme\.azurecr\.io/loadtestaz-worker:\d+\.\d+\.\d+$", images.Protocol);
        Assert.Matches(@"^acme\.azurecr\.io/loadtestaz-browser-worker:\d+\.\d+\.\d+$", images.Browser);
    }

    [Fact]
    public void A_registry_is_needed_only_where_an_image_is_not_named()
    {
        var own = Basis + "  location: eastus\n  images: {protocol: ghcr.io/acme/worker:1}\n";
        Assert.Equal(("ghcr.io/acme/worker:1", null), (PlanFile.Build(own).Azure!.Images!.Protocol, PlanFile.Build(own).Azure!.Images!.Browser));
        Assert.Contains("azure.container_registry: missing", PlanFile.Mistake(own.Replace("distribution: {", "distribution: {mix: {browser: 1}, ")));
    }

    [Fact]
    public void The_parameter_for_the_region_sets_aside_the_files_regions()
    {
        var azure = PlanFile.Build(Basis + "  locations: [westeurope, northeurope]\n  container_registry: a.azurecr.io\n", new PlanParameters { Location = "eastus" }).Azure!;
        Assert.Equal(["eastus"], azure.Locations);
    }

    [Fact]
    public void A_dictionary_of_tags_survives_the_way_to_the_workers()
    {
        var plan = PlanFile.Build(Good + "  tags: {a: b}\n  priority: spot\n");
        var back = PlanJson.Deserialize(PlanJson.Serialize(plan));
        Assert.Equal(plan.Azure!.Tags, back.Azure!.Tags);
        Assert.Equal((LoadTestPriority.Spot, plan.Azure.Images, plan.EstimatedCost, plan.CostBasis), (back.Azure.Priority, back.Azure.Images, back.EstimatedCost, back.CostBasis));
    }

    [Theory]
    [InlineData("  locations: [westus]\n", "azure.location: stands beside azure.locations; leave out one of the two")]
    [InlineData("  identity_client_id: x\n", "azure.identity_client_id: 'x' is not allowed; a client id is a GUID such as 11111111-2222-3333-4444-555555555555")]
    [InlineData("  images: {protocol: 'a b'}\n", "azure.images.protocol: 'a b' is not allowed; an image is its registry, name and tag, such as myregistry.azurecr.io/my-worker:1.0")]
    [InlineData("  images: {worker: a}\n", "azure.images.worker: unknown key; known are protocol, browser")]
    [InlineData("  subnet_id: load\n", "azure.subnet_id: 'load' is not allowed; it is a subnet's resource id: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>")]
    [InlineData("  zones: [a]\n", "azure.zones[0]: 'a' is not allowed; a zone is a number such as 1")]
    [InlineData("  priority: low\n", "azure.priority: 'low' is not allowed; allowed are regular, spot")]
    [InlineData("  log_analytics: {workspace_id: 1, key_secret: KEY}\n", "azure.log_analytics.workspace_id: '1' is not allowed; a workspace's id is a GUID such as 11111111-2222-3333-4444-555555555555")]
    [InlineData($"  log_analytics: {{workspace_id: {Guid}, key_secret: abc==}}\n", "azure.log_analytics.key_secret: 'abc==' is not allowed; it is the name of the secret that holds the workspace's key, of letters, digits and '_', no digit first; the key itself must not stand in a plan")]
    [InlineData($"  log_analytics: {{workspace_id: {Guid}}}\n", "azure.log_analytics.key_secret: missing, and needed for compute: aci; it is the name of the secret that holds the workspace's key, of letters, digits and '_', no digit first; the key itself must not stand in a plan")]
    [InlineData("  tags: {loadtestaz-run: x}\n", "azure.tags.loadtestaz-run: 'loadtestaz-run' can't be the name of a tag: names that begin with 'loadtestaz-' are taken")]
    [InlineData("  tags: {a/b: x}\n", @"azure.tags.a/b: 'a/b' can't be the name of a tag: it has one of < > % & \ ? / in it")]
    [InlineData("  tags: {a: x, A: y}\n", "azure.tags.A: 'A' stands there twice; Azure does not tell upper from lower case in the names of tags")]
    [InlineData("  cloud: AzureGermanCloud\n", "azure.cloud: 'AzureGermanCloud' is no cloud; known are AzureCloud, AzureUSGovernment, AzureChinaCloud; did you mean 'AzureChinaCloud'?")]
    [InlineData("  arm_endpoint: http://127.0.0.1:8443\n", "azure.arm_endpoint: 'http://127.0.0.1:8443' is not https; allowed is https only, since a token is sent along; did you mean 'https://127.0.0.1:8443'?")]
    [InlineData("  arm_endpoint: https://management.azure.com.evil.example\n", "azure.arm_endpoint: 'https://management.azure.com.evil.example' is not an address of AzureCloud; allowed are management.azure.com, a region's host under it, and stand-ins on this machine: tokens go nowhere else")]
    [InlineData("  blob_endpoint: https://x.blob.core.windows.net/?sig=s\n", "azure.blob_endpoint: the address has a query, a fragment or a user name; allowed is none of them, since the signed-in identity is used")]
    [InlineData("  prices: {vcpu_hour: 1}\n", "azure.prices: takes both vcpu_hour and gb_hour, in USD")]
    [InlineData("  spread: perhaps\n", "azure.spread: 'perhaps' is neither true nor false")]
    [InlineData($"  priority: spot\n  subnet_id: {Subnet}\n", "azure.subnet_id: Spot containers can't be put into a network; leave out subnet_id, or set priority to regular")]
    [InlineData("  priority: spot\n  zones: [1]\n", "azure.zones: Spot containers can't be bound to zones; leave out zones, or set priority to regular")]
    public void Mistakes_are_told_with_their_place(string yaml, string mistake) =>
        Assert.Matches(@"^plan\.yaml\(\d+,\d+\): ", Assert.Single(PlanFile.Mistakes(Good + yaml), m => m.ToString().EndsWith(mistake, StringComparison.Ordinal)).ToString());

    [Fact]
    public void All_mistakes_are_told_at_once() => Assert.Equal(
        5,
        PlanFile.Mistakes(Basis + "  container_registry: a.azurecr.io\n  locations: [East US, westus, westus]\n  zones: [x]\n  priority: spots\n  arm_endpoint: https://example.com\n").Count);

    [Theory]
    [InlineData("_TOKEN", "begins or ends with '_', which Azure allows no variable of a container; take another name")]
    [InlineData("TOKEN_", "begins or ends with '_', which Azure allows no variable of a container; take another name")]
    [InlineData("azure_client_id", "tells workers in Azure who they are, and stands in azure.identity_client_id; take another name")]
    public void A_secret_that_a_container_can_t_have_is_a_mistake(string name, string mistake)
    {
        var plan = Good.Replace("target_url: \"http://t\"", $"target_url: \"http://t\", secrets: [{name}]");
        Assert.Contains($"test.secrets[0]: '{name}' {mistake}", PlanFile.Mistake(plan));
        Assert.Equal([name], PlanFile.Build(plan.Replace("compute: aci", "compute: local")).Secrets);
    }

    [Fact]
    public void A_large_worker_can_t_be_Spot() => Assert.Contains(
        "azure.priority: protocol workers of 8 vCPUs and 2 GB can't be Spot; allowed are 4 vCPUs and 16 GB, or priority regular",
        PlanFile.Mistake(Good.Replace("duration: 12m", "resources: {protocol: {cpu: 8}}") + "  priority: spot\n"));

    [Fact]
    public void A_subnet_is_in_one_region() => Assert.Contains(
        "azure.subnet_id: a subnet is in one region",
        PlanFile.Mistake(Basis + $"  container_registry: a.azurecr.io\n  locations: [eastus, westus]\n  subnet_id: {Subnet}\n"));

    [Fact]
    public void The_name_of_an_identity_becomes_its_id() => Assert.EndsWith(
        $"did you mean '{Identity}'?", PlanFile.Mistake(Good.Replace(Identity, "workers")));

    [Fact]
    public void The_cost_is_estimated()
    {
        // 2 workers of 1 vCPU and 2 GB for 12 + 5 minutes: 2 * (0.0405 + 2 * 0.00445) * 17 / 60.
        var plan = PlanFile.Build(Good);
        Assert.Equal(0.028m, plan.EstimatedCost);
        Assert.Equal("Estimate in USD by the list prices of September 2026; container groups only, without storage and traffic.", plan.CostBasis);
    }

    [Theory]
    [InlineData("  prices: {vcpu_hour: 1, gb_hour: 0}\n", 0.5667, "the plan's prices (1 per vCPU-hour, 0 per GB-hour)")]
    [InlineData("  priority: spot\n", 0.028, "Spot costs up to 70 % less than this.")]
    public void It_says_what_it_rests_on(string yaml, double cost, string basis)
    {
        var plan = PlanFile.Build(Good + yaml);
        Assert.Equal((decimal)cost, plan.EstimatedCost);
        Assert.Contains(basis, plan.CostBasis);
    }

    [Fact]
    public void A_region_without_a_price_is_named() => Assert.Contains(
        "with those of eastus for westeurope", PlanFile.Build(Good.Replace("eastus", "westeurope")).CostBasis);
}

using Azure.Core;
using Azure.Core.Pipeline;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Azure.Aci.Preflight;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;
using ArmClient = LoadTestAz.Azure.Aci.Arm.ArmClient;

namespace LoadTestAz.Azure.Tests.Aci.Preflight;

/// <summary>Each check against the stand-in: an Azure in which all is well, and one in which a single thing is not.</summary>
public sealed class AzurePreflightTests : IAsyncLifetime
{
    private const string ClientId = "22222222-2222-3333-4444-555555555555";
    private const string Contributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

    private StandInServer _standIn = null!;
    private HttpClient _http = null!;
    private string _identity = null!;
    private string _account = null!;
    private string _registry = null!;
    private string _subnet = null!;

    private StandInWorld World => _standIn.World;

    public async ValueTask InitializeAsync()
    {
        _standIn = await StandInServer.StartAsync();
        _http = new HttpClient(_standIn.NewHandler());
        _identity = World.AddIdentity("workers", ClientId);
        _account = World.AddStorageAccount("results123", "https://results123.blob.core.windows.net/");
        _registry = World.AddResource("Microsoft.ContainerRegistry/registries", "acme", new() { ["loginServer"] = "acme.azurecr.io" });
        _subnet = World.AddSubnet("net", "load");
        World.AssignRole(_account, _identity, Contributor);
        World.AssignRole(_registry, _identity, AcrPull);
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _standIn.DisposeAsync();
    }

    [Fact]
    public async Task All_is_well()
    {
        var checks = await RunAsync(Plan(change: azure => azure with { IdentityClientId = ClientId, SubnetId = _subnet }));

        Assert.All(checks.Where(check => check.Name != RegistryClient.CheckName), check => Assert.True(check.Status is PlanCheckStatus.Passed, $"{check.Name} {check.Status}: {check.Detail}"));
        Assert.Equal(
            ["Creation", "Size", "Subscription", "ResourceGroup", "Provider", "Quota", "Capability", "Identity", "StorageRole", "RegistryRole", "Image", "Subnet"],
            checks.Select(check => check.Name));
        // Only looks.
        Assert.All(_standIn.Recorder.Requests, request => Assert.Equal("GET", request.Method));
    }

    [Fact]
    public async Task Those_that_a_start_runs_are_few_and_cost_four_reads()
    {
        var checks = await RunAsync(Plan(), thorough: false);

        Assert.Equal(["Creation", "Size", "Subscription", "ResourceGroup", "Provider", "Quota"], checks.Select(check => check.Name));
        Assert.Equal(4, _standIn.Recorder.Requests.Count);
    }

    public static TheoryData<string> Troubles => [.. Troubling.Keys];

    private static readonly Dictionary<string, (string Check, PlanCheckStatus Status, string Detail, string Remedy, Action<AzurePreflightTests> Trouble, Func<AzurePreflightTests, LoadTestPlan> Plan)> Troubling = new()
    {
        ["subscription not seen"] = ("Subscription", PlanCheckStatus.Failed, "sees no subscription", "azure.subscription_id", _ => { }, t => t.Plan(change: azure => azure with { SubscriptionId = "99999999-2222-3333-4444-555555555555" })),
        ["no resource group"] = ("ResourceGroup", PlanCheckStatus.Failed, "no resource group 'loadtest'", "New-AzResourceGroup", t => t.World.ResourceGroups.Clear(), t => t.Plan()),
        ["provider not registered"] = ("Provider", PlanCheckStatus.Failed, "is NotRegistered", "Register-AzResourceProvider", t => t.World.ProviderRegistered = false, t => t.Plan()),
        ["region without container groups"] = ("Provider", PlanCheckStatus.Failed, "westindia does not offer", "eastus", _ => { }, t => t.Plan(regions: ["westindia"])),
        ["one region without container groups"] = ("Provider", PlanCheckStatus.Warning, "westindia does not offer", "eastus", _ => { }, t => t.Plan(regions: ["eastus", "westindia"])),
        ["no quota for groups"] = ("Quota", PlanCheckStatus.Failed, "room for 2 container groups", "Remove-AzLoadTestRun -Orphaned", t => t.World.Quotas["eastus"] = new() { [QuotaNames.ContainerGroups] = 2 }, t => t.Plan()),
        ["no quota for cores"] = ("Quota", PlanCheckStatus.Failed, "2 StandardCores", "Ask for more quota", t => t.World.Quotas["eastus"] = new() { [QuotaNames.StandardCores] = 2 }, t => t.Plan()),
        ["no quota for Spot"] = ("Quota", PlanCheckStatus.Failed, "0 StandardSpotCores", "Ask for more quota", t => t.World.Quotas["eastus"] = new() { [QuotaNames.StandardSpotCores] = 0 }, t => t.Plan(change: azure => azure with { Priority = LoadTestPriority.Spot })),
        ["quota of one region can't be read"] = ("Quota", PlanCheckStatus.Warning, "Can't read the quotas of westindia", "azure.locations", t => t.World.Quotas["eastus"] = new() { [QuotaNames.StandardCores] = 2 }, t => t.Plan(regions: ["westindia", "eastus"])),
        ["too many for the start timeout"] = ("Creation", PlanCheckStatus.Failed, "left behind", "execution.start_timeout", _ => { }, t => t.Plan(workers: 201, timeout: 10)),
        ["nearly too many"] = ("Creation", PlanCheckStatus.Warning, "may come too late", "execution.start_timeout to 11m", _ => { }, t => t.Plan(workers: 101, timeout: 6)),
        ["too large anywhere"] = ("Size", PlanCheckStatus.Failed, "32 vCPUs", "distribution.resources", _ => { }, t => Sized(t.Plan(), 32)),
        ["too large for Spot"] = ("Size", PlanCheckStatus.Failed, "A Spot container group", "distribution.resources", _ => { }, t => Sized(t.Plan(change: azure => azure with { Priority = LoadTestPriority.Spot }), 8)),
        ["Spot in a network"] = ("Size", PlanCheckStatus.Failed, "network", "azure.priority", _ => { }, t => t.Plan(change: azure => azure with { Priority = LoadTestPriority.Spot, SubnetId = t._subnet })),
        ["Spot"] = ("Size", PlanCheckStatus.Warning, "may end at any moment", "azure.priority", _ => { }, t => t.Plan(change: azure => azure with { Priority = LoadTestPriority.Spot })),
        ["too large for the region"] = ("Capability", PlanCheckStatus.Failed, "eastus offers at most 4 vCPUs", "smaller workers", _ => { }, t => Sized(t.Plan(), 8)),
        ["no identity"] = ("Identity", PlanCheckStatus.Failed, "no user-assigned identity", "azure.identity", t => t.World.Resources.Remove(t._identity), t => t.Plan()),
        ["another client id"] = ("Identity", PlanCheckStatus.Failed, ClientId, ClientId, _ => { }, t => t.Plan(change: azure => azure with { IdentityClientId = "33333333-2222-3333-4444-555555555555" })),
        ["account of another subscription"] = ("StorageRole", PlanCheckStatus.Skipped, "not among those", "", t => t.World.Resources.Remove(t._account), t => t.Plan()),
        ["no role on the registry"] = ("RegistryRole", PlanCheckStatus.Warning, "'AcrPull' on registry", "New-AzRoleAssignment", _ => { }, t => t.Plan(change: azure => azure with { ContainerRegistry = t.AddRegistry("other.azurecr.io") })),
        ["roles may not be read"] = ("StorageRole", PlanCheckStatus.Skipped, "AuthorizationFailed", "", t => t._standIn.Faults.Add(Fault.Forbidden() with { Calls = [ArmCall.Resource] }), t => t.Plan()),
        ["image elsewhere"] = ("Image", PlanCheckStatus.Skipped, "no Azure container registry", "public", _ => { }, t => t.Plan(change: azure => azure with { Images = new("ghcr.io/acme/worker:1", null) })),
        ["no subnet"] = ("Subnet", PlanCheckStatus.Failed, "no subnet", "azure.subnet_id", t => t.World.Resources.Remove(t._subnet), t => t.Plan(change: azure => azure with { SubnetId = t._subnet })),
        ["subnet not delegated"] = ("Subnet", PlanCheckStatus.Failed, "not delegated", "az network vnet subnet update", t => t.World.Resources[t._subnet]["properties"]!.AsObject().Remove("delegations"), t => t.Plan(change: azure => azure with { SubnetId = t._subnet })),
        ["subnet too small"] = ("Subnet", PlanCheckStatus.Failed, "has 3 addresses", "larger subnet", t => t.World.Resources[t._subnet]["properties"]!["addressPrefix"] = "10.0.0.0/29", t => t.Plan(workers: 4, change: azure => azure with { SubnetId = t._subnet })),
        ["network of another region"] = ("Subnet", PlanCheckStatus.Failed, "is in northeurope", "azure.location", t => t.World.Resources[t.World.AddResource("Microsoft.Network/virtualNetworks", "net", [])]["location"] = "northeurope", t => t.Plan(change: azure => azure with { SubnetId = t._subnet })),
        ["Azure does not answer"] = ("Subscription", PlanCheckStatus.Failed, "Can't look at subscription", "The message says", t => t._standIn.Faults.Add(Fault.Error(403, "AuthorizationFailed", "No.") with { Calls = [ArmCall.Subscription] }), t => t.Plan()),
    };

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task What_is_wrong_is_told_with_the_reason_and_the_remedy(string trouble)
    {
        var (name, status, detail, remedy, make, planOf) = Troubling[trouble];
        var plan = planOf(this);
        make(this);

        var checks = await RunAsync(plan);

        var check = Assert.Single(checks, check => check.Name == name);
        Assert.True(check.Status == status, $"{check.Status}: {check.Detail}");
        Assert.Contains(detail, check.Detail, StringComparison.Ordinal);
        Assert.Contains(remedy, check.Remedy ?? "", StringComparison.Ordinal);
        Assert.All(checks.Where(c => c.Status is PlanCheckStatus.Failed or PlanCheckStatus.Warning), c => Assert.False(string.IsNullOrEmpty(c.Remedy)));
    }

    [Fact]
    public async Task Where_nobody_is_signed_in_nothing_else_is_asked()
    {
        var checks = await RunAsync(Plan(), credential: DelegatedTokenCredential.Create((_, _) => throw new global::Azure.Identity.CredentialUnavailableException("Nobody is signed in.")));

        Assert.Equal(PlanCheckStatus.Failed, checks.Single(check => check.Name == "Subscription").Status);
        Assert.Contains("Connect-AzAccount", checks.Single(check => check.Name == "Subscription").Detail);
        Assert.All(checks.SkipWhile(check => check.Name != "ResourceGroup"), check => Assert.Equal(PlanCheckStatus.Skipped, check.Status));
        Assert.Empty(_standIn.Recorder.Requests);
    }

    private LoadTestPlan Plan(int workers = 3, string[]? regions = null, int timeout = 15, Func<LoadTestAzureSettings, LoadTestAzureSettings>? change = null) =>
        ArmWorld.Plan(workers, regions, azure =>
        {
            var own = azure with { SubscriptionId = World.SubscriptionId, ResourceGroup = "loadtest", Identity = _identity };
            return change?.Invoke(own) ?? own;
        }) with
        {
            Execution = new() { StartTimeout = TimeSpan.FromMinutes(timeout) },
        };

    private static LoadTestPlan Sized(LoadTestPlan plan, double cpu) => plan with { Workers = [.. plan.Workers.Select(worker => worker with { Cpu = cpu })] };

    private string AddRegistry(string server)
    {
        World.AddResource("Microsoft.ContainerRegistry/registries", server.Split('.')[0], new() { ["loginServer"] = server });
        return server;
    }

    private async Task<List<LoadTestPlanCheck>> RunAsync(LoadTestPlan plan, bool thorough = true, TokenCredential? credential = null)
    {
        var clock = new FakeTimeProvider();
        var token = credential ?? DelegatedTokenCredential.Create((context, _) => new AccessToken(UnsignedToken.Create(context.Scopes[0][..^"/.default".Length]), DateTimeOffset.UtcNow.AddHours(1)));
        var pipeline = new ArmPipeline(_standIn.Endpoint, plan.Azure!.Endpoints.ResourceManager, token, new ArmOptions { Transport = new HttpClientTransport(_http) }, clock);
        var client = new ArmClient(pipeline, ArmTarget.Of(plan.Azure), new ArmPaces(clock), clock);
        // A registry that is nowhere; what one answers is tested by itself.
        var registry = new RegistryClient(token, plan.Azure.Endpoints, new ArmOptions { Transport = new HttpClientTransport(new HttpClient(new Nowhere())) });
        var checks = new List<LoadTestPlanCheck>();
        await foreach (var check in new AzurePreflight(plan, new Surroundings(client), registry).RunAsync(thorough, CancellationToken.None))
            checks.Add(check);
        return checks;
    }

    private sealed class Nowhere : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => throw new HttpRequestException("No such host is known.");
    }
}

using LoadTestAz.AciStandIn;
using LoadTestAz.AciStandIn.Azurite;
using LoadTestAz.AciStandIn.Identity;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Ports;
using LoadTestAz.Shell.SampleTargets;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>
/// All there is of Azure on this machine: the stand-in of ARM that runs real workers, Azurite, a managed identity, all over
/// https where Azure has it; a web server to drive, a plan, and sessions with the module in processes of their own.
/// </summary>
internal sealed class AzureRehearsal : IAsyncDisposable
{
    private const string ClientId = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    private const string BlobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";
    private const string AcrPull = "7f951dda-4ed3-4680-a7ca-43fe172d538d";

    private readonly string _container = $"c{Guid.NewGuid():N}";
    private readonly AzuriteServer _azurite;
    private readonly string _identity;

    private AzureRehearsal(AzuriteServer azurite, StandInServer standIn)
    {
        (_azurite, StandIn) = (azurite, standIn);
        Arm = new LoopbackRelay(standIn.Endpoint);
        Blobs = new LoopbackRelay(azurite.Endpoint);
        _identity = standIn.World.AddIdentity("worker", ClientId);
        var registry = standIn.World.AddResource("Microsoft.ContainerRegistry/registries", "registry", new() { ["loginServer"] = "registry.example.com" });
        standIn.World.AssignRole(standIn.World.AddStorageAccount(AzuriteServer.Account, $"{Blobs.Endpoint}/"), _identity, BlobContributor);
        standIn.World.AssignRole(registry, _identity, AcrPull);
    }

    public StandInServer StandIn { get; }

    public SampleTarget Target { get; } = SampleTarget.Start(port: 0, new Random(1), TimeProvider.System);

    /// <summary>The way of everybody to ARM, which can be cut.</summary>
    public LoopbackRelay Arm { get; }

    /// <summary>The way of everybody to the store, which can be cut.</summary>
    public LoopbackRelay Blobs { get; }

    /// <summary>Where sessions are.</summary>
    public string Folder { get; } = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    /// <summary>What is in the store, by a way of its own.</summary>
    public IResultStore Store => _azurite.Open($"{_azurite.Endpoint}/{_container}");

    /// <summary>How the session calls the store.</summary>
    public string Location => $"{Blobs.Endpoint.AbsoluteUri.TrimEnd('/')}/{_container}";

    public static async Task<AzureRehearsal> StartAsync(AzuriteFixture azurite)
    {
        // The certificate of both is trusted by a variable that .NET reads on Linux only.
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only on Linux does .NET trust a certificate by SSL_CERT_FILE.");
        var server = await azurite.RequireAsync();
        return new(server, await StandInServer.StartAsync(new() { Certificate = server.Certificate, PullTime = TimeSpan.FromSeconds(1) }));
    }

    /// <summary>Writes plan.yaml.</summary>
    public void WritePlan(int workers = 3, string duration = "3s", string more = "", string requests = "[/fast]", string cleanup = "always", string? script = null) => File.WriteAllText(
        Path.Combine(Folder, "plan.yaml"),
        $$"""
        name: rehearsal
        test:
          target_url: {{Target.Url.TrimEnd('/')}}
          {{(script is null ? $"engine: http\n  requests: {requests}\n  sleep: 50ms" : $"script: {script}")}}
          {{more}}
        distribution:
          total_vus: {{2 * workers}}
          duration: {{duration}}
          vus_per_container: { protocol: 2 }
        execution:
          compute: aci
          start_timeout: 5m
          cleanup: {{cleanup}}
        azure:
          subscription_id: {{StandIn.World.SubscriptionId}}
          resource_group: loadtest
          location: eastus
          storage_account: {{AzuriteServer.Account}}
          container_name: {{_container}}
          container_registry: registry.example.com
          identity: {{_identity}}
          identity_client_id: {{ClientId}}
          arm_endpoint: {{Arm.Endpoint}}
          blob_endpoint: {{Blobs.Endpoint}}
        """);

    /// <summary>Starts a session that runs a script; it signs in by the managed identity.</summary>
    public ShellProcess Run(string script, params (string Name, string Value)[] variables)
    {
        var file = Path.Combine(Folder, $"{Guid.NewGuid():N}.ps1");
        File.WriteAllText(file, "$ErrorActionPreference = 'Stop'; $id = @{ CredentialSource = 'ManagedIdentity' }\n" + script);
        return new ShellProcess(file, Folder, [("SSL_CERT_FILE", StandIn.CertificateFile), (ManagedIdentityEndpoint.HostVariable, $"{StandIn.Identity.Endpoint}"), .. variables]);
    }

    /// <summary>Writes all that is in the store into one folder, with _ for each / in a name, and gives the folder.</summary>
    public async Task<string> SaveStoreAsync()
    {
        var folder = Directory.CreateDirectory(Path.Combine(Folder, "store")).FullName;
        foreach (var entry in await Store.ListAsync("", CancellationToken.None))
            await File.WriteAllBytesAsync(Path.Combine(folder, entry.Name.Replace('/', '_')), (await Store.TryReadAsync(entry.Name, CancellationToken.None))!);
        return folder;
    }

    /// <summary>What a group's container has printed.</summary>
    public Task<string> ReadLogAsync(string group) => AskAsync(HttpMethod.Get, group, "/containers/worker/logs", null);

    /// <summary>Sets a group's expiry back.</summary>
    public Task ExpireAsync(string group) => AskAsync(HttpMethod.Patch, group, "", "{\"tags\":{\"loadtestaz-expires\":\"2026-01-01T00:00:00Z\",\"loadtestaz-run\":\"over\",\"loadtestaz-worker\":\"1\"}}");

    private async Task<string> AskAsync(HttpMethod method, string group, string what, string? body)
    {
        using var http = new HttpClient(StandIn.NewHandler());
        var path = $"/subscriptions/{StandIn.World.SubscriptionId}/resourceGroups/loadtest/providers/Microsoft.ContainerInstance/containerGroups/{group}{what}?api-version=2026-07-01";
        using var request = new HttpRequestMessage(method, new Uri(StandIn.Endpoint, path));
        request.Headers.Authorization = new("Bearer", UnsignedToken.Create("https://management.azure.com"));
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var answer = await http.SendAsync(request);
        return await answer.EnsureSuccessStatusCode().Content.ReadAsStringAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Arm.DisposeAsync();
        await Blobs.DisposeAsync();
        await StandIn.DisposeAsync();
        Target.Dispose();
        Directory.Delete(Folder, recursive: true);
    }
}

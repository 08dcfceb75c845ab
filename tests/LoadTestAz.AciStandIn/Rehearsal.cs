using LoadTestAz.AciStandIn.Azurite;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Identity;

namespace LoadTestAz.AciStandIn;

/// <summary>The stand-in started by hand: with Azurite where there is Node.js, and with what to put into a plan.</summary>
internal static class Rehearsal
{
    private const string ClientId = "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee";
    private const string IdentityName = "worker";

    // Storage Blob Data Contributor.
    private const string BlobContributor = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

    /// <summary>Runs it until it is ended.</summary>
    /// <param name="line">What was asked for.</param>
    /// <param name="print">Takes lines for people.</param>
    /// <param name="end">Ends it.</param>
    public static async Task RunAsync(CommandLine line, Action<string> print, CancellationToken end)
    {
        var faults = line.Faults is { } file ? FaultFile.Parse(await File.ReadAllTextAsync(file, end)) : [];
        using var certificate = LoopbackCertificate.Create();
        await using var azurite = line.Blob is null ? await StartAzuriteAsync(certificate, print, end) : null;
        var options = new StandInOptions { Port = line.Port, IdentityPort = line.IdentityPort, Certificate = certificate, PullTime = line.PullTime };
        await using var standIn = await StandInServer.StartAsync(options, line.Worker);
        foreach (var fault in faults)
            standIn.Faults.Add(fault);
        var identity = standIn.World.AddIdentity(IdentityName, ClientId);
        var blob = line.Blob ?? azurite?.Endpoint;
        standIn.World.AssignRole(standIn.World.AddStorageAccount(AzuriteServer.Account, $"{blob}/"), identity, BlobContributor);
        standIn.Recorder.Answered = request => print($"{request}");

        if (line.Folder is { } folder)
            await LeaveAsync(folder, certificate, Plan(standIn, identity, blob), end);
        print(Describe(standIn, identity, blob));
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        print($"Ending {standIn.Groups.Count} container groups ...");
    }

    private static async Task<AzuriteServer?> StartAzuriteAsync(LoopbackCertificate certificate, Action<string> print, CancellationToken end)
    {
        if (!Node.NodeTools.IsPossible())
        {
            print("There is no Node.js on the PATH, so no Azurite: give the endpoint of a Blob service with --blob, or install Node.js 20 or later.");
            return null;
        }

        print("Starting Azurite; installing it first where that was never done ...");
        return await AzuriteServer.StartAsync(certificate);
    }

    // For Azurite and a session that others start, as docker/compose.yaml does. The plan comes last: with it all is there.
    private static async Task LeaveAsync(string folder, LoopbackCertificate certificate, string plan, CancellationToken end)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "certificate.pem"), certificate.CertificatePem, end);
        await File.WriteAllTextAsync(Path.Combine(folder, "key.pem"), certificate.KeyPem, end);
        await File.WriteAllTextAsync(Path.Combine(folder, "plan.yaml"), plan, end);
    }

    private static string Plan(StandInServer standIn, string identity, Uri? blob) =>
        $"""
        execution:
          compute: aci
        azure:
          subscription_id: {standIn.World.SubscriptionId}
          resource_group: {standIn.World.ResourceGroups.First().Key}
          location: {standIn.World.FirstRegion}
          storage_account: {AzuriteServer.Account}
          container_name: results
          container_registry: registry.example.com
          identity: {identity}
          identity_client_id: {ClientId}
          arm_endpoint: {standIn.Endpoint}
          blob_endpoint: {(blob is null ? "(none; see above)" : $"{blob}")}

        """;

    private static string Describe(StandInServer standIn, string identity, Uri? blob) =>
        $"""

        The stand-in of Azure is up. In the plan:

          {Plan(standIn, identity, blob).TrimEnd().ReplaceLineEndings("\n  ")}

        Any image name will do: what runs is the worker program built here.

        In the shell, before PowerShell is started there, so that it trusts the stand-in and can sign in:

          export SSL_CERT_FILE={standIn.CertificateFile}
          export {ManagedIdentityEndpoint.HostVariable}={standIn.Identity.Endpoint}
          export AZURE_TOKEN_CREDENTIALS=ManagedIdentityCredential

        Requests follow. Ctrl+C ends it all.

        """;
}

using System.Collections.Concurrent;
using Azure.Core;
using Azure.Storage.Blobs;
using LoadTestAz.Azure.Aci;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Aci.Pacing;
using LoadTestAz.Azure.Aci.Preflight;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Identity;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure;

/// <summary>Puts together what Azure is asked with. Nobody signs in before something is asked.</summary>
internal sealed class AzureServices
{
    private readonly Func<AzureSignIn, CloudEndpoints, TokenCredential> _newCredential;
    private readonly Func<BlobClientOptions> _newBlobOptions;
    private readonly Func<ArmOptions> _newArmOptions;

    // One credential for all who sign in alike: it keeps the tokens. What the user or the session gives is theirs to keep.
    private readonly ConcurrentDictionary<(AzureCredentialSource, LoadTestCloud), TokenCredential> _credentials = new();

    // What the process asks of a subscription counts together.
    private readonly ConcurrentDictionary<(string Host, string Subscription), ArmPaces> _paces = new();

    /// <summary>As sessions use it.</summary>
    public AzureServices()
        : this(CredentialFactory.ForSession, BlobStoreOptions.Create, () => new ArmOptions())
    {
    }

    /// <summary>As tests use it.</summary>
    public AzureServices(Func<AzureSignIn, CloudEndpoints, TokenCredential> newCredential, Func<BlobClientOptions> newBlobOptions, Func<ArmOptions> newArmOptions) =>
        (_newCredential, _newBlobOptions, _newArmOptions) = (newCredential, newBlobOptions, newArmOptions);

    /// <inheritdoc cref="IAzurePlatform.OpenStore"/>
    public IResultStore OpenStore(string location, AzureSignIn signIn) =>
        new BlobResultStore(BlobLocation.Parse(location), CredentialFor(signIn, CloudEndpoints.OfStorage(location)), _newBlobOptions());

    /// <inheritdoc cref="IAzurePlatform.OpenCompute"/>
    public IComputeBackend OpenCompute(LoadTestAzureSettings azure, AzureSignIn signIn, string? workspaceKey, Action<string>? notice) =>
        new AciComputeBackend(ClientFor(azure, signIn, notice), azure, TimeProvider.System) { WorkspaceKey = workspaceKey };

    /// <inheritdoc cref="IAzurePlatform.CheckAsync"/>
    public IAsyncEnumerable<LoadTestPlanCheck> CheckAsync(LoadTestPlan plan, AzureSignIn signIn, bool thorough, Action<string>? notice, CancellationToken cancellationToken)
    {
        var azure = plan.Azure!;
        var registry = new RegistryClient(CredentialFor(signIn, azure.Endpoints), azure.Endpoints, _newArmOptions());
        return new AzurePreflight(plan, new Surroundings(ClientFor(azure, signIn, notice)), registry).RunAsync(thorough, cancellationToken);
    }

    /// <inheritdoc cref="IAzurePlatform.OpenExpired"/>
    public IExpiredWorkers OpenExpired(LoadTestAzureSettings azure, AzureSignIn signIn, Action<string>? notice) =>
        new ExpiredGroups(ClientFor(azure, signIn, notice), TimeProvider.System);

    private ArmClient ClientFor(LoadTestAzureSettings azure, AzureSignIn signIn, Action<string>? notice)
    {
        // The plan may come out of a store that others write to.
        if (!azure.Endpoints.Trusts(azure.ResourceManager))
            throw new ComputeException(ComputeFailure.PermissionDenied, $"The plan's azure.arm_endpoint, '{azure.ResourceManager}', is not an address of {azure.Cloud}, and gets no token.");

        var clock = TimeProvider.System;
        var pipeline = new ArmPipeline(azure.ResourceManager, azure.Endpoints.ResourceManager, CredentialFor(signIn, azure.Endpoints), _newArmOptions(), clock);
        var paces = _paces.GetOrAdd((azure.ResourceManager.Authority, azure.SubscriptionId!), _ => new ArmPaces(clock));
        return new ArmClient(pipeline, ArmTarget.Of(azure), paces, clock) { Notice = notice };
    }

    private TokenCredential CredentialFor(AzureSignIn signIn, CloudEndpoints cloud) =>
        signIn.AccessTokens.Count > 0 || signIn.Session is not null
            ? _newCredential(signIn, cloud)
            : _credentials.GetOrAdd((signIn.Source, cloud.Cloud), _ => _newCredential(signIn, cloud));
}

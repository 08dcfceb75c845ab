using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Groups;
using LoadTestAz.AciStandIn.Identity;
using LoadTestAz.AciStandIn.Recording;
using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn;

/// <summary>
/// A stand-in of Azure's ARM API for Container Instances, on a loopback port over https, with the managed identity endpoint
/// that its containers use. Disposing it ends all that it started.
/// </summary>
public sealed class StandInServer : IAsyncDisposable
{
    private readonly StandInOptions _options;
    private readonly bool _ownsCertificate;
    private readonly List<QuietHandler> _handlers = [];
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("loadtestaz-standin-");
    private GroupTable _groups = null!;
    private LoopbackServer _server = null!;

    private StandInServer(StandInOptions options)
    {
        _options = options;
        _ownsCertificate = options.Certificate is null;
        Certificate = options.Certificate ?? LoopbackCertificate.Create();
        Faults = new(options.Clock);
    }

    /// <summary>ARM's address, for <c>azure.arm_endpoint</c>.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>What it identifies itself with.</summary>
    public LoopbackCertificate Certificate { get; }

    /// <summary>A file with the certificate, for SSL_CERT_FILE; it is there as long as the stand-in runs.</summary>
    public string CertificateFile => Path.Combine(_folder.FullName, "certificate.pem");

    /// <summary>The managed identity endpoint of the containers, and of a session that is to sign in here.</summary>
    public ManagedIdentityEndpoint Identity { get; private set; } = null!;

    /// <summary>What there is in this Azure.</summary>
    public StandInWorld World => _options.World;

    /// <summary>What is to go wrong.</summary>
    public FaultScript Faults { get; }

    /// <summary>What was asked.</summary>
    public RequestRecorder Recorder { get; } = new();

    /// <summary>The container groups that there are, by name.</summary>
    public IReadOnlyList<GroupInfo> Groups => [.. _groups.List(null).Select(g => new GroupInfo(g.Name, g.Location, g.State, g.ProvisioningState))];

    /// <summary>A way here that trusts the certificate, and whose requests <see cref="UntilQuietAsync"/> knows of.</summary>
    public HttpMessageHandler NewHandler()
    {
        var handler = new QuietHandler(Certificate.NewHandler());
        lock (_handlers)
            _handlers.Add(handler);
        return handler;
    }

    /// <summary>
    /// For tests that move the clock: waits until no request is under way by <see cref="NewHandler"/>. A request that the
    /// clock itself holds up, as <see cref="FaultAction.Slow"/> does, has to be waited for in another way.
    /// </summary>
    public Task UntilQuietAsync(CancellationToken cancellationToken)
    {
        lock (_handlers)
            return Task.WhenAll(_handlers.Select(h => h.UntilQuietAsync(cancellationToken)));
    }

    /// <summary>Starts one.</summary>
    /// <param name="options">How it behaves.</param>
    /// <param name="worker">The worker program; null for the one built with this program. Not used when the options have a runtime.</param>
    public static async Task<StandInServer> StartAsync(StandInOptions? options = null, string? worker = null)
    {
        var standIn = new StandInServer(options ?? new());
        try
        {
            await standIn.StartCoreAsync(worker);
            return standIn;
        }
        catch
        {
            await standIn.DisposeAsync();
            throw;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        // First the door, so that nothing new comes in.
        if (_server is not null)
            await _server.DisposeAsync();
        if (_groups is not null)
            await _groups.DisposeAsync();
        if (Identity is not null)
            await Identity.DisposeAsync();
        if (_ownsCertificate)
            Certificate.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task StartCoreAsync(string? worker)
    {
        await File.WriteAllTextAsync(CertificateFile, Certificate.CertificatePem);
        Identity = await ManagedIdentityEndpoint.StartAsync(IsAssigned, _options.IdentityPort);
        var platform = new Dictionary<string, string>
        {
            [ManagedIdentityEndpoint.HostVariable] = $"{Identity.Endpoint}",
            ["SSL_CERT_FILE"] = CertificateFile,
        };
        _groups = new GroupTable(_options, _options.Runtime ?? new WorkerProcessRuntime(worker, platform));
        var service = new ArmService(_options, _groups, Faults, Recorder);
        _server = await LoopbackServer.StartAsync(_options.Port, Certificate.Certificate, service.AnswerAsync);
    }

    // A container has the identities of its group; which container asks can't be told here, so those of any group do.
    private bool IsAssigned(string clientId) => _groups.List(null).Any(g => g.Spec.Identities.Any(id => World.IdentityProperty(id, "clientId") == clientId));
}

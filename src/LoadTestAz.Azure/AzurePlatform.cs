using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure;

/// <summary>
/// The way in from outside. It is created by name from the module's private load context, so nothing of Azure's shows in it.
/// </summary>
public sealed class AzurePlatform : IAzurePlatform
{
    private readonly Func<string, AzureSignIn, IResultStore> _openStore;
    private readonly Func<LoadTestAzureSettings, AzureSignIn, string?, Action<string>?, IComputeBackend> _openCompute;

    /// <summary>As sessions use it.</summary>
    public AzurePlatform()
        : this(new AzureServices())
    {
    }

    internal AzurePlatform(AzureServices services) => (_openStore, _openCompute) = (services.OpenStore, services.OpenCompute);

    /// <inheritdoc/>
    public IResultStore OpenStore(string location, AzureSignIn signIn) => _openStore(location, signIn);

    /// <inheritdoc/>
    public IComputeBackend OpenCompute(LoadTestAzureSettings azure, AzureSignIn signIn, string? workspaceKey, Action<string>? notice) =>
        _openCompute(azure, signIn, workspaceKey, notice);
}

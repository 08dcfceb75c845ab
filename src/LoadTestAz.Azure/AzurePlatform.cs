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
    private readonly Func<LoadTestPlan, AzureSignIn, bool, Action<string>?, CancellationToken, IAsyncEnumerable<LoadTestPlanCheck>> _check;
    private readonly Func<LoadTestAzureSettings, AzureSignIn, Action<string>?, IExpiredWorkers> _openExpired;

    /// <summary>As sessions use it.</summary>
    public AzurePlatform()
        : this(new AzureServices())
    {
    }

    internal AzurePlatform(AzureServices services) =>
        (_openStore, _openCompute, _check, _openExpired) = (services.OpenStore, services.OpenCompute, services.CheckAsync, services.OpenExpired);

    /// <inheritdoc/>
    public IResultStore OpenStore(string location, AzureSignIn signIn) => _openStore(location, signIn);

    /// <inheritdoc/>
    public IComputeBackend OpenCompute(LoadTestAzureSettings azure, AzureSignIn signIn, string? workspaceKey, Action<string>? notice) =>
        _openCompute(azure, signIn, workspaceKey, notice);

    /// <inheritdoc/>
    public IAsyncEnumerable<LoadTestPlanCheck> CheckAsync(LoadTestPlan plan, AzureSignIn signIn, bool thorough, Action<string>? notice, CancellationToken cancellationToken) =>
        _check(plan, signIn, thorough, notice, cancellationToken);

    /// <inheritdoc/>
    public IExpiredWorkers OpenExpired(LoadTestAzureSettings azure, AzureSignIn signIn, Action<string>? notice) => _openExpired(azure, signIn, notice);
}

using System.Collections.Concurrent;

namespace LoadTestAz.Azure.Tests.Identity;

/// <summary>
/// A managed identity endpoint where every identity is known. One for the whole process, because the SDK reads its address
/// once and keeps the tokens that it got.
/// </summary>
public sealed class IdentityStandIn : IAsyncLifetime
{
    private ManagedIdentityEndpoint _endpoint = null!;

    /// <summary>The requests so far.</summary>
    public ConcurrentQueue<IdentityRequest> Requests => _endpoint.Requests;

    public async ValueTask InitializeAsync()
    {
        _endpoint = await ManagedIdentityEndpoint.StartAsync(isKnown: _ => true);
        Environment.SetEnvironmentVariable(ManagedIdentityEndpoint.HostVariable, $"{_endpoint.Endpoint}");
    }

    public ValueTask DisposeAsync() => _endpoint.DisposeAsync();
}

using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.AciStandIn.Node;
using LoadTestAz.Tests.Node;

[assembly: AssemblyFixture(typeof(AzuriteFixture))]

namespace LoadTestAz.Azure.Tests.Azurite;

/// <summary>One Azurite for all tests of the assembly, installed and started when the first of them asks.</summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly Lazy<Task<AzuriteServer?>> _server = new(StartAsync);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>
    /// The server. Without Node.js the test that asks is skipped; in CI it fails, so that nothing is skipped unnoticed.
    /// </summary>
    internal async Task<AzuriteServer> RequireAsync()
    {
        if (await _server.Value is { } server)
            return server;

        NodeTests.Skip("Azurite");
        throw new InvalidOperationException();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server.IsValueCreated && _server.Value.IsCompletedSuccessfully && await _server.Value is { } server)
            await server.DisposeAsync();
    }

    private static async Task<AzuriteServer?> StartAsync() => NodeTools.IsPossible() ? await AzuriteServer.StartAsync() : null;
}

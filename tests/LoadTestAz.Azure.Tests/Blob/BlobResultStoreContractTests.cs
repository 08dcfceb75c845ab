using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Ports;
using LoadTestAz.Tests.Runs.Stores;

namespace LoadTestAz.Azure.Tests.Blob;

public sealed class BlobResultStoreContractTests(AzuriteFixture fixture) : ResultStoreContract, IAsyncLifetime
{
    private AzuriteServer _azurite = null!;

    /// <summary>All that a Date header tells.</summary>
    protected override TimeSpan ClockPrecision => TimeSpan.FromSeconds(1.25);

    public async ValueTask InitializeAsync() => _azurite = await fixture.RequireAsync();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IResultStore NewStore() => _azurite.Open(_azurite.NewLocation());

    protected override IResultStore Reopen(IResultStore store) => _azurite.Open(store.Location);
}

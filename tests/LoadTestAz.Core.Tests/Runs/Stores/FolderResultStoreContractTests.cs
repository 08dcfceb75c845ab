using LoadTestAz.Ports;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Tests.Runs.Stores;

public sealed class FolderResultStoreContractTests : ResultStoreContract, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    protected override TimeSpan ClockPrecision => TimeSpan.FromSeconds(0.25);

    public void Dispose() => _folder.Dispose();

    protected override IResultStore NewStore() => new FolderResultStore(Path.Combine(_folder.Path, "store"));

    protected override IResultStore Reopen(IResultStore store) => new FolderResultStore(store.Location);
}

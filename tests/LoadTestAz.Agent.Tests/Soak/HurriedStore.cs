using LoadTestAz.Ports;
using LoadTestAz.Runs.Stores;

namespace LoadTestAz.Agent.Tests.Soak;

/// <summary>A real folder, whose clock is the test's: files are stamped by real time, and would have everybody correct himself.</summary>
internal sealed class HurriedStore(string folder, TimeProvider clock) : IResultStore
{
    private readonly FolderResultStore _folder = new(folder);

    public string Location => _folder.Location;

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => _folder.WriteAsync(name, content, cancellationToken);

    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => _folder.TryCreateAsync(name, content, cancellationToken);

    public Task UploadAsync(string name, string path, CancellationToken cancellationToken) => _folder.UploadAsync(name, path, cancellationToken);

    public Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken) => _folder.TryReadAsync(name, cancellationToken);

    public Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken) => _folder.TryOpenAsync(name, cancellationToken);

    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken) => _folder.ListAsync(prefix, cancellationToken);

    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken) => _folder.ListFoldersAsync(cancellationToken);

    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken) => Task.FromResult(new StoreTime(clock.GetUtcNow(), clock.GetUtcNow()));

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => _folder.DeleteAsync(name, cancellationToken);
}

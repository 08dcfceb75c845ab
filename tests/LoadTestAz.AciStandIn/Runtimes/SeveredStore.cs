using LoadTestAz.Ports;

namespace LoadTestAz.AciStandIn.Runtimes;

/// <summary>A store that a killed agent can't reach any more: a task goes on where a process would be gone.</summary>
internal sealed class SeveredStore(IResultStore inner) : IResultStore
{
    private volatile bool _isSevered;

    /// <inheritdoc/>
    public string Location => inner.Location;

    /// <summary>From now on nothing gets through.</summary>
    public void Sever() => _isSevered = true;

    /// <inheritdoc/>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Reach().WriteAsync(name, content, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Reach().TryCreateAsync(name, content, cancellationToken);

    /// <inheritdoc/>
    public Task UploadAsync(string name, string path, CancellationToken cancellationToken) => Reach().UploadAsync(name, path, cancellationToken);

    /// <inheritdoc/>
    public Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken) => Reach().TryReadAsync(name, cancellationToken);

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken) => Reach().TryOpenAsync(name, cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken) => Reach().ListAsync(prefix, cancellationToken);

    /// <inheritdoc/>
    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken) => Reach().ReadClockAsync(cancellationToken);

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken) => Reach().ListFoldersAsync(cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) => Reach().DeleteAsync(name, cancellationToken);

    // Of a kind that an agent does not try again.
    private IResultStore Reach() => _isSevered ? throw new StoreException(StoreFailure.PermissionDenied, "The container was killed.") : inner;
}

using System.Globalization;
using LoadTestAz.Ports;

namespace LoadTestAz.Benchmarks.Live;

/// <summary>A store in which every worker of a run has just written its snapshot anew, whenever somebody looks.</summary>
internal sealed class SnapshotStore(string runId, IReadOnlyList<byte[]> snapshots, int workers) : IResultStore
{
    private int _version;

    public string Location => "memory";

    /// <summary>All workers write.</summary>
    public void Renew() => _version++;

    public Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        // A copy, as any store would give.
        var worker = int.Parse(Path.GetFileNameWithoutExtension(name)[(name.LastIndexOf('_') - name.LastIndexOf('/'))..], CultureInfo.InvariantCulture);
        return Task.FromResult<byte[]?>(snapshots[(worker + _version) % snapshots.Count].ToArray());
    }

    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken) => Task.FromResult<IReadOnlyList<StoreEntry>>(
        [.. Enumerable.Range(0, workers).Select(i => new StoreEntry($"{runId}/live_{i}.json", 1, _version.ToString(CultureInfo.InvariantCulture), default))]);

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task UploadAsync(string name, string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();
}

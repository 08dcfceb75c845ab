using System.Collections.Concurrent;
using System.Globalization;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Support;

/// <summary>A store in memory that can be told to fail.</summary>
internal sealed class MemoryResultStore(TimeProvider clock) : IResultStore
{
    private readonly ConcurrentDictionary<string, (byte[] Content, long Version, DateTimeOffset At)> _files = new(StringComparer.Ordinal);
    private long _version;

    public string Location => "memory";

    /// <summary>Called before every operation with its name and file; throws to make it fail.</summary>
    public Action<string, string>? Fault { get; set; }

    /// <summary>How many operations of each name there were.</summary>
    public ConcurrentDictionary<string, int> Calls { get; } = new();

    public IEnumerable<string> Names => _files.Keys.Order(StringComparer.Ordinal);

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Enter("write", name, cancellationToken);
        _files[name] = (content.ToArray(), Interlocked.Increment(ref _version), clock.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        Enter("create", name, cancellationToken);
        return Task.FromResult(_files.TryAdd(name, (content.ToArray(), Interlocked.Increment(ref _version), clock.GetUtcNow())));
    }

    public Task UploadAsync(string name, string path, CancellationToken cancellationToken) => WriteAsync(name, File.ReadAllBytes(path), cancellationToken);

    public Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        Enter("read", name, cancellationToken);
        return Task.FromResult(_files.TryGetValue(name, out var file) ? file.Content : null);
    }

    public async Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken) =>
        await TryReadAsync(name, cancellationToken) is { } content ? new MemoryStream(content) : null;

    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Enter("list", prefix, cancellationToken);
        return Task.FromResult<IReadOnlyList<StoreEntry>>(
            [.. _files.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal)).OrderBy(f => f.Key, StringComparer.Ordinal)
                .Select(f => new StoreEntry(f.Key, f.Value.Content.Length, f.Value.Version.ToString(CultureInfo.InvariantCulture), f.Value.At))]);
    }

    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken)
    {
        Enter("clock", "", cancellationToken);
        return Task.FromResult(new StoreTime(clock.GetUtcNow(), clock.GetUtcNow()));
    }

    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken)
    {
        Enter("list folders", "", cancellationToken);
        return Task.FromResult<IReadOnlyList<string>>([.. _files.Keys.Where(k => k.Contains('/', StringComparison.Ordinal)).Select(k => k.Split('/')[0]).Distinct().Order(StringComparer.Ordinal)]);
    }

    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        Enter("delete", name, cancellationToken);
        _files.TryRemove(name, out _);
        return Task.CompletedTask;
    }

    private void Enter(string operation, string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Calls.AddOrUpdate(operation, 1, (_, n) => n + 1);
        Fault?.Invoke(operation, name);
    }
}

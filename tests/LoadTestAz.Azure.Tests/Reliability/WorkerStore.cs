using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Reliability;

/// <summary>The store as one worker sees it, with what befalls that worker.</summary>
internal sealed class WorkerStore(IResultStore inner) : IResultStore
{
    public string Location => inner.Location;

    /// <summary>Called before every operation with its name and file; what it throws or waits for, the worker does.</summary>
    public Func<string, string, CancellationToken, Task>? Before { get; set; }

    /// <summary>What is written in place of what the worker writes.</summary>
    public Func<string, ReadOnlyMemory<byte>, ReadOnlyMemory<byte>>? Instead { get; set; }

    public async Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await EnterAsync("write", name, cancellationToken);
        await inner.WriteAsync(name, Instead?.Invoke(name, content) ?? content, cancellationToken);
    }

    public async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        await EnterAsync("create", name, cancellationToken);
        return await inner.TryCreateAsync(name, Instead?.Invoke(name, content) ?? content, cancellationToken);
    }

    public async Task UploadAsync(string name, string path, CancellationToken cancellationToken)
    {
        await EnterAsync("write", name, cancellationToken);
        await inner.UploadAsync(name, path, cancellationToken);
    }

    public async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        await EnterAsync("read", name, cancellationToken);
        return await inner.TryReadAsync(name, cancellationToken);
    }

    public async Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken)
    {
        await EnterAsync("read", name, cancellationToken);
        return await inner.TryOpenAsync(name, cancellationToken);
    }

    public async Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        await EnterAsync("list", prefix, cancellationToken);
        return await inner.ListAsync(prefix, cancellationToken);
    }

    public async Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken)
    {
        await EnterAsync("list", "", cancellationToken);
        return await inner.ListFoldersAsync(cancellationToken);
    }

    public async Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken)
    {
        await EnterAsync("clock", "", cancellationToken);
        return await inner.ReadClockAsync(cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        await EnterAsync("delete", name, cancellationToken);
        await inner.DeleteAsync(name, cancellationToken);
    }

    private Task EnterAsync(string operation, string name, CancellationToken cancellationToken) =>
        Before?.Invoke(operation, name, cancellationToken) ?? Task.CompletedTask;
}

namespace LoadTestAz.Ports;

/// <summary>
/// A place for named files: a folder or a blob container. Names use '/', as in <c>run id/plan.json</c>.
/// A write is seen whole or not at all.
/// </summary>
public interface IResultStore
{
    /// <summary>Full path or URL, for people and for -Store.</summary>
    string Location { get; }

    /// <summary>Writes a file, replacing an older one.</summary>
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes a file only if there is none of that name. False when somebody was there first.</summary>
    Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>Writes a file from this machine's disk, replacing an older one.</summary>
    Task UploadAsync(string name, string path, CancellationToken cancellationToken);

    /// <summary>The content of a file, or null when there is none.</summary>
    Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>Opens a file for reading, or null when there is none. For what may be large.</summary>
    Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>All files whose names begin with the prefix, in ordinal order.</summary>
    Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>Deletes a file. No error when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A file in a store.</summary>
/// <param name="Name">Its whole name, prefix included.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Version">Changes whenever the content is written anew.</param>
/// <param name="LastModified">By the store's clock.</param>
public sealed record StoreEntry(string Name, long Size, string Version, DateTimeOffset LastModified);

namespace LoadTestAz.Ports;

/// <summary>
/// A place for named files: a folder or a blob container. Names use '/', as in <c>run id/plan.json</c>.
/// A write is seen whole or not at all. A store that is not there yet is empty, and comes to be with the first write.
/// Safe to call from many threads at once.
/// </summary>
/// <remarks>
/// What goes wrong is a <see cref="StoreException"/>, a name that <see cref="StoreName"/> forbids an
/// <see cref="ArgumentException"/>. Short outages are ridden out inside: <see cref="StoreFailure.Unavailable"/> means that
/// it took longer.
/// </remarks>
public interface IResultStore
{
    /// <summary>Full path or URL, for people and for -Store.</summary>
    string Location { get; }

    /// <summary>Writes a file, replacing an older one.</summary>
    Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a file only if there is none of that name. False when somebody was there first; of many who try at once
    /// exactly one gets true. After an exception it may be called again: a file that an earlier call of the same store
    /// object did create, without learning of it, counts as created now.
    /// </summary>
    Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken);

    /// <summary>
    /// Writes a file from this machine's disk, replacing an older one. A local file that can't be opened throws as
    /// <see cref="File.OpenRead"/> does.
    /// </summary>
    Task UploadAsync(string name, string path, CancellationToken cancellationToken);

    /// <summary>The content of a file, or null when there is none.</summary>
    Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken);

    /// <summary>
    /// Reads a file into memory that the caller uses again and again: for who reads many, each of which would otherwise be
    /// garbage of its size a moment later.
    /// </summary>
    /// <param name="name">The file.</param>
    /// <param name="content">Is emptied and takes the content; after an exception what it holds is not told.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <returns>False when there is none.</returns>
    async Task<bool> TryReadAsync(string name, MemoryStream content, CancellationToken cancellationToken)
    {
        content.SetLength(0);
        if (await TryReadAsync(name, cancellationToken).ConfigureAwait(false) is not { } file)
            return false;
        content.Write(file);
        return true;
    }

    /// <summary>
    /// Opens a file for reading, or null when there is none. For what may be large. The stream gives the content as it was
    /// when opened, or fails; never a mixture with a later one.
    /// </summary>
    Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken);

    /// <summary>All files whose names begin with the prefix, in ordinal order.</summary>
    Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken);

    /// <summary>
    /// The first segments of all names that have several, each once, in ordinal order. An empty folder that somebody else
    /// made in the store may be among them.
    /// </summary>
    Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken);

    /// <summary>
    /// What the store's clock shows at some moment between the call and its return. The bounds are as wide as what the
    /// store tells is coarse.
    /// </summary>
    Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken);

    /// <summary>Deletes a file. No error when there is none.</summary>
    Task DeleteAsync(string name, CancellationToken cancellationToken);
}

/// <summary>A file in a store.</summary>
/// <param name="Name">Its whole name, prefix included.</param>
/// <param name="Size">Bytes.</param>
/// <param name="Version">Changes whenever the content is written anew.</param>
/// <param name="LastModified">By the store's clock.</param>
public sealed record StoreEntry(string Name, long Size, string Version, DateTimeOffset LastModified);

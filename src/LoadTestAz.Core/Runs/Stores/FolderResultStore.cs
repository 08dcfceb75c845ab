using LoadTestAz.Ports;

namespace LoadTestAz.Runs.Stores;

/// <summary>
/// A result store in a folder. Several processes may use the same folder at once. A file is written under a temporary
/// name beside its place and then renamed, so that a reader finds it whole or not at all.
/// </summary>
/// <remarks>
/// Nothing is flushed to the disk by force: after a power cut a file may be lost, as with any copy of files.
/// </remarks>
public sealed class FolderResultStore : IResultStore
{
    private const int BufferSize = 128 * 1024;

    // A loop of links must not keep a listing busy for ever; names are two or three levels deep.
    private static readonly EnumerationOptions Everything = new()
    {
        RecurseSubdirectories = true,
        MaxRecursionDepth = 16,
        AttributesToSkip = FileAttributes.None,
        IgnoreInaccessible = false, // A worker's files that can't be read are an error, not a worker less.
    };

    private readonly FilePublisher _publisher;

    /// <summary>A store in a folder, which need not exist yet.</summary>
    /// <param name="folder">Its path; a relative one is taken from the process's current folder.</param>
    /// <param name="time">For the short waits when Windows keeps a file locked; the system's when null.</param>
    /// <exception cref="StoreException">The path makes no sense.</exception>
    public FolderResultStore(string folder, TimeProvider? time = null)
    {
        try
        {
            Location = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException or PathTooLongException)
        {
            throw new StoreException(StoreFailure.InvalidLocation, $"'{folder}' can't be the path of a result folder: {e.Message}", e);
        }

        _publisher = new FilePublisher(time ?? TimeProvider.System);
    }

    /// <inheritdoc/>
    public string Location { get; }

    /// <inheritdoc/>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PublishAsync(name, (file, cancel) => file.WriteAsync(content, cancel).AsTask(), replace: true, cancellationToken);

    /// <inheritdoc/>
    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        PublishAsync(name, (file, cancel) => file.WriteAsync(content, cancel).AsTask(), replace: false, cancellationToken);

    /// <inheritdoc/>
    public async Task UploadAsync(string name, string path, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        var source = OpenShared(path);
        await using (source.ConfigureAwait(false))
            await PublishAsync(name, (file, cancel) => source.CopyToAsync(file, BufferSize, cancel), replace: true, cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        return await TryReadAsync(name, content, cancellationToken).ConfigureAwait(false) ? content.ToArray() : null;
    }

    /// <inheritdoc/>
    public async Task<bool> TryReadAsync(string name, MemoryStream content, CancellationToken cancellationToken)
    {
        content.SetLength(0);
        var stream = await TryOpenAsync(name, cancellationToken).ConfigureAwait(false);
        if (stream is null)
            return false;

        await using (stream.ConfigureAwait(false))
        {
            try
            {
                await stream.CopyToAsync(content, cancellationToken).ConfigureAwait(false);
                return true;
            }
            catch (Exception e) when (FolderStoreErrors.IsStoreError(e))
            {
                throw FolderStoreErrors.From(e, Location, $"read '{name}'");
            }
        }
    }

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken) =>
        GuardAsync<Stream?>($"read '{name}'", PathOf(name), async path =>
        {
            FileStream? stream = null;
            try
            {
                await _publisher.RetryWhileLockedAsync(() => stream = OpenShared(path), cancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException || Directory.Exists(path))
            {
                return null;
            }

            return stream;
        });

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        StoreName.CheckPrefix(prefix);
        var folder = Path.Combine(Location, prefix[..(prefix.LastIndexOf('/') + 1)]);
        return GuardAsync($"list '{prefix}'", folder, path => Task.Run(() => List(path, prefix, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyList<string>>("list folders", Location, path => Task.Run<IReadOnlyList<string>>(
            () => Directory.Exists(path) || File.Exists(path)
                ? [.. new DirectoryInfo(path).EnumerateDirectories().Select(d => d.Name).Where(n => !n.StartsWith(StoreName.ReservedPrefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal)]
                : [],
            cancellationToken));

    /// <inheritdoc/>
    /// <remarks>The clock is that of whoever stamps the files: of another machine where the folder is a share of it.</remarks>
    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken) =>
        GuardAsync("read the clock", Location, folder => _publisher.ReadClockAsync(folder, cancellationToken));

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken) =>
        GuardAsync($"delete '{name}'", PathOf(name), async path =>
        {
            await _publisher.DeleteAsync(path, Location, cancellationToken).ConfigureAwait(false);
            return true;
        });

    private Task<bool> PublishAsync(string name, Func<Stream, CancellationToken, Task> write, bool replace, CancellationToken cancellationToken) =>
        GuardAsync($"write '{name}'", PathOf(name), path => _publisher.PublishAsync(path, write, replace, cancellationToken));

    private async Task<T> GuardAsync<T>(string action, string path, Func<string, Task<T>> work)
    {
        try
        {
            return await work(path).ConfigureAwait(false);
        }
        catch (Exception e) when (FolderStoreErrors.IsStoreError(e))
        {
            throw FolderStoreErrors.From(e, Location, action);
        }
    }

    private IReadOnlyList<StoreEntry> List(string folder, string prefix, CancellationToken cancellationToken)
    {
        var entries = new List<StoreEntry>();
        try
        {
            foreach (var file in new DirectoryInfo(folder).EnumerateFiles("*", Everything))
            {
                cancellationToken.ThrowIfCancellationRequested();
                var name = Path.GetRelativePath(Location, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
                if (name.StartsWith(prefix, StringComparison.Ordinal) && !file.Name.StartsWith(StoreName.ReservedPrefix, StringComparison.Ordinal)
                    && EntryOf(file, name) is { } entry)
                    entries.Add(entry);
            }
        }
        catch (DirectoryNotFoundException) when (!File.Exists(Location))
        {
            // Not there yet, or deleted while being listed: nothing in it.
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return entries;
    }

    private static StoreEntry? EntryOf(FileInfo file, string name)
    {
        try
        {
            var size = file.Length;
            var written = file.LastWriteTimeUtc;
            return new StoreEntry(name, size, FilePublisher.VersionOf(written, size), written);
        }
        catch (FileNotFoundException)
        {
            return null; // Deleted since it was listed.
        }
    }

    // Shared for everything, so that a reader never keeps a writer from replacing or deleting the file.
    private static FileStream OpenShared(string path) =>
        new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, BufferSize, FileOptions.Asynchronous | FileOptions.SequentialScan);

    private string PathOf(string name)
    {
        StoreName.Check(name);
        return Path.Combine(Location, name.Replace('/', Path.DirectorySeparatorChar));
    }
}

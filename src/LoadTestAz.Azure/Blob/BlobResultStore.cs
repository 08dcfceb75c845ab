using System.Collections.Concurrent;
using Azure;
using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Blob;

/// <summary>
/// A result store in a container of Azure Blob Storage. The container is created with the first write, when it is not
/// there and the identity may do so. The token goes to the container's host and nowhere else: redirects are not followed.
/// </summary>
internal sealed class BlobResultStore : IResultStore
{
    // A blob's metadata by which the one who created it knows its work again.
    private const string MarkKey = "loadtestaz_mark";

    // A blob may be replaced between two of its blocks, or arrive with a checksum that does not fit.
    private const int ReadAttempts = 5;

    private readonly BlobLocation _location;
    private readonly BlobContainerClient _container;

    // A Date header has whole seconds, and servers keep its text for up to another one (as Kestrel's DateHeaderValueManager
    // does: https://github.com/dotnet/aspnetcore). The bounds have to hold, or a good clock would be made worse.
    private static readonly TimeSpan DateSlack = TimeSpan.FromSeconds(2);

    // The marks of creations that ended in an error, after which nobody knows whether the blob is there.
    private readonly ConcurrentDictionary<string, string> _unconfirmed = new(StringComparer.Ordinal);

    /// <summary>A store in a container, which need not be there yet.</summary>
    /// <param name="location">Its address.</param>
    /// <param name="credential">Who signs in.</param>
    /// <param name="options"><see cref="BlobStoreOptions.Create"/> when null.</param>
    public BlobResultStore(BlobLocation location, TokenCredential credential, BlobClientOptions? options = null)
    {
        _location = location;
        _container = new BlobContainerClient(location.Uri, credential, options ?? BlobStoreOptions.Create());
    }

    /// <inheritdoc/>
    public string Location => _location.ToString();

    /// <inheritdoc/>
    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        WriteAsync(name, blob => blob.UploadAsync(BinaryData.FromBytes(content), NewUpload(), cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public async Task UploadAsync(string name, string path, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        // Opened here, so that a local file that can't be read is not taken for the store's fault.
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0, FileOptions.Asynchronous | FileOptions.SequentialScan);
        await using (file.ConfigureAwait(false))
        {
            await WriteAsync(name, blob =>
            {
                file.Position = 0;
                return blob.UploadAsync(file, NewUpload(), cancellationToken);
            }, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    /// <remarks>
    /// When the connection breaks after the service has done its work, the retry meets the blob that the first try made,
    /// and the service says that somebody was there first. So each creation leaves a mark of its own in the blob's
    /// metadata, and the one who lost looks whether it lost to itself. (Comparing the contents would not do: two workers
    /// may write the same.)
    /// </remarks>
    public async Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        cancellationToken.ThrowIfCancellationRequested();
        var again = _unconfirmed.TryRemove(name, out var mark);
        mark ??= Guid.NewGuid().ToString("N");
        try
        {
            var upload = NewUpload();
            upload.Conditions = new BlobRequestConditions { IfNoneMatch = ETag.All };
            upload.Metadata = new Dictionary<string, string> { [MarkKey] = mark };
            return await WriteAsync(name, async blob =>
            {
                try
                {
                    await blob.UploadAsync(BinaryData.FromBytes(content), upload, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (RequestFailedException e) when (BlobStoreErrors.IsAlreadyThere(e))
                {
                    return await IsOwnAsync(blob, mark, again ? content : null, cancellationToken).ConfigureAwait(false);
                }
            }, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _unconfirmed[name] = mark;
            throw;
        }
    }

    /// <inheritdoc/>
    public async Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        using var content = new MemoryStream();
        return await TryReadAsync(name, content, cancellationToken).ConfigureAwait(false) ? content.ToArray() : null;
    }

    /// <inheritdoc/>
    public Task<bool> TryReadAsync(string name, MemoryStream content, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        return GuardAsync($"read '{name}'", async () =>
        {
            for (var attempt = 1; ; attempt++)
            {
                content.SetLength(0);
                try
                {
                    var download = new BlobDownloadToOptions { TransferOptions = BlobStoreOptions.Transfer };
                    await _container.GetBlobClient(name).DownloadToAsync(content, download, cancellationToken).ConfigureAwait(false);
                    return true;
                }
                catch (RequestFailedException e) when (BlobStoreErrors.IsNotThere(e))
                {
                    return false;
                }
                catch (Exception e) when (attempt < ReadAttempts && e is InvalidDataException or RequestFailedException { Status: 412 })
                {
                }
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        return GuardAsync<Stream?>($"read '{name}'", async () =>
        {
            try
            {
                var options = new BlobOpenReadOptions(allowModifications: false) { BufferSize = BlobStoreOptions.BlockSize };
                var stream = await _container.GetBlobClient(name).OpenReadAsync(options, cancellationToken).ConfigureAwait(false);
                return new BlobReadStream(stream, e => BlobStoreErrors.From(e, _location, $"read '{name}'"));
            }
            catch (RequestFailedException e) when (BlobStoreErrors.IsNotThere(e))
            {
                return null;
            }
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        StoreName.CheckPrefix(prefix);
        return GuardAsync<IReadOnlyList<StoreEntry>>($"list '{prefix}'", async () =>
        {
            var entries = new List<StoreEntry>();
            try
            {
                await foreach (var blob in _container.GetBlobsAsync(new GetBlobsOptions { Prefix = prefix }, cancellationToken).ConfigureAwait(false))
                    entries.Add(new StoreEntry(blob.Name, blob.Properties.ContentLength ?? 0, $"{blob.Properties.ETag}", blob.Properties.LastModified ?? default));
            }
            catch (RequestFailedException e) when (BlobStoreErrors.IsNotThere(e))
            {
            }

            entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
            return entries;
        }, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken) =>
        GuardAsync<IReadOnlyList<string>>("list folders", async () =>
        {
            var folders = new List<string>();
            try
            {
                await foreach (var item in _container.GetBlobsByHierarchyAsync(new GetBlobsByHierarchyOptions { Delimiter = "/" }, cancellationToken).ConfigureAwait(false))
                {
                    if (item.IsPrefix)
                        folders.Add(item.Prefix.TrimEnd('/'));
                }
            }
            catch (RequestFailedException e) when (BlobStoreErrors.IsNotThere(e))
            {
            }

            folders.Sort(StringComparer.Ordinal);
            return folders;
        }, cancellationToken);

    /// <inheritdoc/>
    /// <remarks>Any answer will do, also one that refuses: each has its Date.</remarks>
    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken) =>
        GuardAsync("read the clock", async () =>
        {
            DateTimeOffset? date;
            try
            {
                date = (await _container.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false)).GetRawResponse().Headers.Date;
            }
            catch (RequestFailedException e) when (e.GetRawResponse()?.Headers.Date is { } refusedAt)
            {
                date = refusedAt;
            }

            return date is { } told
                ? new StoreTime(told, told + DateSlack)
                : throw new StoreException(StoreFailure.Unavailable, $"The answers of '{Location}' have no Date header, so its clock can't be read. See whether a proxy takes it out.");
        }, cancellationToken);

    /// <inheritdoc/>
    public Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        return GuardAsync($"delete '{name}'", () => _container.GetBlobClient(name).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: cancellationToken), cancellationToken);
    }

    private static BlobUploadOptions NewUpload() => new() { TransferOptions = BlobStoreOptions.Transfer };

    private Task<T> WriteAsync<T>(string name, Func<BlobClient, Task<T>> write, CancellationToken cancellationToken)
    {
        StoreName.Check(name);
        return GuardAsync($"write '{name}'", async () =>
        {
            var blob = _container.GetBlobClient(name);
            try
            {
                return await write(blob).ConfigureAwait(false);
            }
            catch (RequestFailedException e) when (e.ErrorCode == BlobErrorCode.ContainerNotFound)
            {
                await CreateContainerAsync(cancellationToken).ConfigureAwait(false);
                return await write(blob).ConfigureAwait(false);
            }
        }, cancellationToken);
    }

    private async Task CreateContainerAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _container.CreateIfNotExistsAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        }
        catch (RequestFailedException e) when (e.Status == 403)
        {
            throw BlobStoreErrors.CannotCreateContainer(e, _location);
        }
    }

    /// <param name="blob">The blob that was there already.</param>
    /// <param name="mark">The mark of this creation.</param>
    /// <param name="content">What it shall have when an earlier call, which perhaps wanted another content, made it; otherwise null.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    private static async Task<bool> IsOwnAsync(BlobClient blob, string mark, ReadOnlyMemory<byte>? content, CancellationToken cancellationToken)
    {
        try
        {
            BlobProperties found = await blob.GetPropertiesAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
            if (!found.Metadata.TryGetValue(MarkKey, out var other) || other != mark)
                return false;
            if (content is null)
                return true;

            var upload = NewUpload();
            upload.Conditions = new BlobRequestConditions { IfMatch = found.ETag };
            upload.Metadata = found.Metadata;
            await blob.UploadAsync(BinaryData.FromBytes(content.Value), upload, cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            return true; // It was created here; that it is replaced already is as if it had happened a moment later.
        }
        catch (RequestFailedException e) when (BlobStoreErrors.IsNotThere(e))
        {
            return false; // Deleted in between: there was somebody first.
        }
    }

    private async Task<T> GuardAsync<T>(string action, Func<Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            return await work().ConfigureAwait(false);
        }
        catch (Exception e) when (BlobStoreErrors.IsStoreError(e))
        {
            cancellationToken.ThrowIfCancellationRequested();
            throw BlobStoreErrors.From(e, _location, action);
        }
    }
}

using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;

namespace LoadTestAz.Azure.Blob;

/// <summary>How the store talks to Blob Storage.</summary>
internal static class BlobStoreOptions
{
    /// <summary>
    /// Bytes in one request. At most 4 MiB, because the service gives no MD5 for longer ranges
    /// (https://learn.microsoft.com/rest/api/storageservices/get-blob, x-ms-range-get-content-md5).
    /// </summary>
    public const int BlockSize = 4 * 1024 * 1024;

    /// <summary>Requests at once for one large file; times <see cref="BlockSize"/> this is the memory it takes.</summary>
    public const int Concurrency = 4;

    /// <summary>
    /// Tries after the first. With <see cref="FirstDelay"/>, doubled each time up to <see cref="MaxDelay"/>, an outage of
    /// half a minute is ridden out.
    /// </summary>
    public const int MaxRetries = 6;

    /// <summary>Wait before the second try.</summary>
    public static readonly TimeSpan FirstDelay = TimeSpan.FromSeconds(0.8);

    /// <summary>Longest wait before a try, unless the service asks for more.</summary>
    public static readonly TimeSpan MaxDelay = TimeSpan.FromSeconds(10);

    /// <summary>A try that gives no sign of life for so long has failed.</summary>
    public static readonly TimeSpan TryTimeout = TimeSpan.FromSeconds(30);

    /// <summary>A large file in parallel blocks.</summary>
    public static readonly StorageTransferOptions Transfer = new()
    {
        InitialTransferSize = BlockSize,
        MaximumTransferSize = BlockSize,
        MaximumConcurrency = Concurrency,
    };

    /// <summary>A fresh set, to be changed by tests only.</summary>
    public static BlobClientOptions Create()
    {
        // Pinned: it decides what is sent, and Azurite knows it. To be raised with Azurite in tests/azurite.
        var options = new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_06_06);
        options.Retry.Mode = RetryMode.Exponential;
        options.Retry.MaxRetries = MaxRetries;
        options.Retry.Delay = FirstDelay;
        options.Retry.MaxDelay = MaxDelay;
        options.Retry.NetworkTimeout = TryTimeout;
        options.Diagnostics.ApplicationId = nameof(LoadTestAz);
        // Checked at both ends. Not CRC64, which Azurite gets wrong.
        options.TransferValidation.Upload.ChecksumAlgorithm = StorageChecksumAlgorithm.MD5;
        options.TransferValidation.Download.ChecksumAlgorithm = StorageChecksumAlgorithm.MD5;
        return options;
    }
}

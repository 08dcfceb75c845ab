using System.Globalization;
using LoadTestAz.Azure.Blob;
using LoadTestAz.Azure.Identity;
using LoadTestAz.Ports;

namespace LoadTestAz.Worker;

/// <summary>What a worker's container is told by its environment; everything else stands in the plan.</summary>
/// <param name="RunId">The run.</param>
/// <param name="WorkerIndex">Which of its workers this is, 0-based.</param>
/// <param name="StoreLocation">The blob container that holds the run.</param>
/// <param name="ExpiresAt">When this process ends, whatever happens; null for whoever starts it by hand.</param>
internal sealed record WorkerEnvironment(string RunId, int WorkerIndex, string StoreLocation, DateTimeOffset? ExpiresAt = null)
{
    private const string RunIdVariable = "RUN_ID";
    private const string WorkerIndexVariable = "WORKER_INDEX";
    private const string StorageAccountVariable = "STORAGE_ACCOUNT";
    private const string ContainerNameVariable = "CONTAINER_NAME";

    /// <summary>The blob endpoint, where it is not the public cloud's: another cloud, or a stand-in.</summary>
    private const string BlobEndpointVariable = "LOADTEST_BLOB_ENDPOINT";

    /// <summary>A worker that can't even reach its store, and so does not know its run's hard end, is not to run for ever.</summary>
    private const string ExpiresAtVariable = "LOADTEST_EXPIRES_AT";

    /// <summary>Reads the variables.</summary>
    /// <exception cref="WorkerEnvironmentException">Some are missing or wrong; it names them all.</exception>
    public static WorkerEnvironment Read(Func<string, string?> variable)
    {
        var mistakes = new List<string>();
        string Require(string name)
        {
            var value = variable(name)?.Trim();
            if (string.IsNullOrEmpty(value))
                mistakes.Add($"{name} is not set");
            return value ?? "";
        }

        var runId = Require(RunIdVariable);
        var index = Require(WorkerIndexVariable);
        var container = Require(ContainerNameVariable);
        var endpoint = variable(BlobEndpointVariable)?.Trim() is { Length: > 0 } given ? given : $"https://{Require(StorageAccountVariable)}.blob.core.windows.net";
        if (!int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out var worker) && index.Length > 0)
            mistakes.Add($"{WorkerIndexVariable} is '{index}', which is no index; it counts from 0");
        DateTimeOffset? expiresAt = null;
        if (variable(ExpiresAtVariable)?.Trim() is { Length: > 0 } expiry)
        {
            if (DateTimeOffset.TryParse(expiry, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var instant))
                expiresAt = instant;
            else
                mistakes.Add($"{ExpiresAtVariable} is '{expiry}', which is no instant such as 2026-01-02T03:04:05Z");
        }

        return mistakes.Count == 0
            ? new WorkerEnvironment(runId, worker, $"{endpoint.TrimEnd('/')}/{container}", expiresAt)
            : throw new WorkerEnvironmentException($"This container can't be a worker: {string.Join("; ", mistakes)}.");
    }

    /// <summary>The run's store, signed in as the container's managed identity.</summary>
    public IResultStore OpenStore() =>
        new BlobResultStore(BlobLocation.Parse(StoreLocation), CredentialFactory.ForWorker(), BlobStoreOptions.Create());

    /// <summary>Names this process in the claim: another start of the same container is another instance.</summary>
    public string Instance(TimeProvider clock) =>
        string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}-{Environment.ProcessId}-{clock.GetUtcNow():yyyyMMddHHmmssfff}");
}

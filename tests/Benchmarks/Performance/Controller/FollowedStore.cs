using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Benchmarks.Performance.Controller;

/// <summary>
/// A store in which so many workers write a snapshot every 5 s, each at a moment of its own. Worker 0 does so every 30 s, so that
/// the platform is asked about it half of the time. Their metrics are files, read anew each time, so that they are in nobody's memory.
/// </summary>
internal sealed class FollowedStore(string runId, string folder, int workers, int variants, TimeSpan step, DateTimeOffset start, TimeProvider clock) : IResultStore
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan SlowInterval = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private int _read;

    public string Location => "memory";

    /// <summary>Lists, and looks at the clock.</summary>
    public int Looks { get; private set; }

    /// <summary>Files read.</summary>
    public int Read => _read;

    /// <summary>Snapshots written until now.</summary>
    public int Written => Enumerable.Range(0, workers).Sum(VersionOf);

    public Task<byte[]?> TryReadAsync(string name, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _read);
        return Task.FromResult(_files.GetValueOrDefault(name));
    }

    public async Task<bool> TryReadAsync(string name, MemoryStream content, CancellationToken cancellationToken)
    {
        Interlocked.Increment(ref _read);
        var worker = int.Parse(Path.GetFileNameWithoutExtension(name)["live_".Length..], CultureInfo.InvariantCulture);
        var at = start + (VersionOf(worker) * (worker == 0 ? SlowInterval : Interval)) + PhaseOf(worker);
        using var metrics = File.OpenHandle(Path.Combine(folder, FileOf((int)((at - start) / step), worker % variants)));

        // As a worker writes it; the metrics go where they belong without another copy.
        using var none = JsonDocument.Parse("null");
        var document = JsonSerializer.SerializeToUtf8Bytes(new LiveDocument(worker, VersionOf(worker), at, start, WorkerState.Running, none.RootElement), RunJson.Default.LiveDocument).AsMemory();
        var place = document.Span.IndexOf("\"metrics\":null"u8) + "\"metrics\":".Length;
        var length = (int)RandomAccess.GetLength(metrics);
        content.SetLength(document.Length - "null".Length + length);
        var file = content.GetBuffer().AsMemory(0, (int)content.Length);
        document[..place].CopyTo(file);
        await RandomAccess.ReadAsync(metrics, file.Slice(place, length), 0, cancellationToken).ConfigureAwait(false);
        document[(place + "null".Length)..].CopyTo(file[(place + length)..]);
        return true;
    }

    public Task<IReadOnlyList<StoreEntry>> ListAsync(string prefix, CancellationToken cancellationToken)
    {
        Looks++;
        var entries = _files.Keys.Select(name => new StoreEntry(name, 100, "1", start)).ToList();
        for (var worker = 0; worker < workers; worker++)
        {
            if (VersionOf(worker) is > 0 and var version)
                entries.Add(new StoreEntry($"{runId}/live_{worker}.json", 100_000, version.ToString(CultureInfo.InvariantCulture), start));
        }

        entries.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        return Task.FromResult<IReadOnlyList<StoreEntry>>(entries);
    }

    public Task<StoreTime> ReadClockAsync(CancellationToken cancellationToken)
    {
        Looks++;
        return Task.FromResult(new StoreTime(clock.GetUtcNow(), clock.GetUtcNow()));
    }

    public Task WriteAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        _files[name] = content.ToArray();
        return Task.CompletedTask;
    }

    public Task<bool> TryCreateAsync(string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken) => Task.FromResult(_files.TryAdd(name, content.ToArray()));

    public Task UploadAsync(string name, string path, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Stream?> TryOpenAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<string>> ListFoldersAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task DeleteAsync(string name, CancellationToken cancellationToken) => throw new NotSupportedException();

    /// <summary>The name of a file with metrics.</summary>
    public static string FileOf(int step, int variant) => string.Create(CultureInfo.InvariantCulture, $"{step}_{variant}.json");

    private TimeSpan PhaseOf(int worker) => Interval * worker / workers;

    private int VersionOf(int worker) => Math.Max(0, (int)Math.Floor((clock.GetUtcNow() - start - PhaseOf(worker)) / (worker == 0 ? SlowInterval : Interval)));
}

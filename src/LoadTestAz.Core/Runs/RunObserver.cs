using System.Globalization;
using System.Text.Json;
using LoadTestAz.Ports;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Runs;

/// <summary>
/// Follows a run in the store. A poll costs one listing, and one read for each file that is new or changed:
/// not one read per worker.
/// </summary>
public sealed class RunObserver(RunStore run)
{
    private const int ParallelReads = 16;

    private readonly Dictionary<string, string> _versions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _unreadable = new(StringComparer.Ordinal);
    private readonly SortedDictionary<int, WorkerTrace> _workers = [];
    private readonly LiveBuffers _buffers = new();
    private DateTimeOffset? _snapshotsReadAt;

    /// <summary>
    /// Whether a sign of life counts from when the store took it. Whoever looks only once has no other way to tell old ones
    /// from new; whoever watches goes by his own clock.
    /// </summary>
    public bool ByStoreClock { get; init; }

    /// <summary>Who takes part with which share, where missing workers' shares are given to others; null until that is settled.</summary>
    public SharesDocument? Shares { get; private set; }

    /// <summary>The common start, once it is set.</summary>
    public StartDocument? Start { get; private set; }

    /// <summary>What came of setup(), where one worker runs it for all; null until then.</summary>
    public SetupDocument? Setup { get; private set; }

    /// <summary>The request to end early, once there is one.</summary>
    public StopDocument? Stop { get; private set; }

    /// <summary>Files that could not be understood, with the reason; the run goes on without them.</summary>
    public IReadOnlyDictionary<string, string> Unreadable => _unreadable;

    /// <summary>Takes the metrics of snapshots; null for none of them.</summary>
    internal LiveReadings? Readings { get; set; }

    /// <summary>
    /// For how long snapshots are left alone once they were read, but for the first one of a worker; zero for not at all. That
    /// there is a new one is noted all the same, at every look.
    /// </summary>
    internal TimeSpan SnapshotInterval { get; set; }

    /// <summary>What a worker has left in the store so far.</summary>
    public WorkerTrace TraceOf(int worker)
    {
        if (!_workers.TryGetValue(worker, out var trace))
            _workers[worker] = trace = new WorkerTrace();
        return trace;
    }

    /// <summary>Whether a worker's own log has been seen.</summary>
    public bool HasLogOf(int worker) => _versions.ContainsKey(run.Prefix + RunStore.LogName(worker));

    /// <summary>Looks once.</summary>
    /// <param name="now">Noted with each snapshot that is new, so that silence can be told by the observer's own clock.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    public async Task PollAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var entries = await run.Store.ListAsync(run.Prefix, cancellationToken).ConfigureAwait(false);
        var due = AreSnapshotsDue(now);
        var changed = entries.Where(e => _versions.GetValueOrDefault(e.Name) != e.Version && IsToBeRead(e, due, now)).ToList();

        var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelReads, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(changed, parallel, async (entry, token) =>
        {
            string? reason = null;
            try
            {
                await TakeAsync(NameIn(entry), SeenAt(entry, now), token).ConfigureAwait(false);
            }
            catch (StoreException e) when (e.InnerException is JsonException)
            {
                reason = e.Message;
            }
            catch (FormatException e)
            {
                reason = $"'{entry.Name}' in '{run.Store.Location}' is not what a worker writes: {e.Message}";
            }

            lock (_versions)
            {
                _versions[entry.Name] = entry.Version;
                if (reason is null)
                    _unreadable.Remove(entry.Name);
                else
                    _unreadable[entry.Name] = reason;
            }
        }).ConfigureAwait(false);
    }

    // Also when the clock was put back.
    private bool AreSnapshotsDue(DateTimeOffset now)
    {
        var since = now - _snapshotsReadAt;
        if (since >= TimeSpan.Zero && since < SnapshotInterval)
            return false;
        _snapshotsReadAt = now;
        return true;
    }

    // What is filled by the parallel reads is made here.
    private bool IsToBeRead(StoreEntry entry, bool snapshotsToo, DateTimeOffset now)
    {
        var (kind, worker) = Parse(NameIn(entry));
        if (worker < 0)
            return true;
        var trace = TraceOf(worker);
        if (kind != "live")
            return true;
        if (trace.LiveVersion != entry.Version)
            (trace.LiveVersion, trace.LiveSeenAt) = (entry.Version, SeenAt(entry, now));
        return snapshotsToo || trace.Live is null;
    }

    private DateTimeOffset SeenAt(StoreEntry entry, DateTimeOffset now) => ByStoreClock && entry.LastModified < now ? entry.LastModified : now;

    private string NameIn(StoreEntry entry) => entry.Name[run.Prefix.Length..];

    private async Task TakeAsync(string name, DateTimeOffset seenAt, CancellationToken cancellationToken)
    {
        var (kind, worker) = Parse(name);
        switch (kind)
        {
            case "start":
                Start = await run.ReadStartAsync(cancellationToken).ConfigureAwait(false);
                break;
            case "shares":
                Shares = await run.ReadSharesAsync(cancellationToken).ConfigureAwait(false);
                break;
            case "setup":
                Setup = await run.ReadSetupAsync(cancellationToken).ConfigureAwait(false);
                break;
            case "stop":
                Stop = await run.ReadStopAsync(cancellationToken).ConfigureAwait(false);
                break;
            case "claim":
                TraceOf(worker).Claim = await run.ReadAsync(name, RunJson.Default.ClaimDocument, cancellationToken).ConfigureAwait(false);
                break;
            case "ready":
                TraceOf(worker).Ready = await run.ReadAsync(name, RunJson.Default.ReadyDocument, cancellationToken).ConfigureAwait(false);
                TraceOf(worker).ReadySeenAt = seenAt;
                break;
            case "live":
                await ReadLiveAsync(worker, cancellationToken).ConfigureAwait(false);
                break;
            case "completion":
                TraceOf(worker).Completion = await run.ReadAsync(name, RunJson.Default.CompletionDocument, cancellationToken).ConfigureAwait(false);
                break;
        }
    }

    private async Task ReadLiveAsync(int worker, CancellationToken cancellationToken)
    {
        var buffer = _buffers.Take();
        await run.ReadLiveAsync(TraceOf(worker), worker, buffer, Readings, cancellationToken).ConfigureAwait(false);
        _buffers.Return(buffer);
    }

    // "start.json" is of the run, "live_3.json" of worker 3; anything else is not ours to read while watching.
    private static (string? Kind, int Worker) Parse(string name)
    {
        if (!name.EndsWith(".json", StringComparison.Ordinal))
            return (null, -1);
        var stem = name[..^".json".Length];
        var underscore = stem.LastIndexOf('_');
        if (underscore < 0)
            return stem is "shares" or "start" or "setup" or "stop" ? (stem, -1) : (null, -1);
        return int.TryParse(stem[(underscore + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out var worker)
            ? (stem[..underscore], worker)
            : (null, -1);
    }
}

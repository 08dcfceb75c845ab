using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using LoadTestAz.Ports;
using LoadTestAz.Runs.Live;

namespace LoadTestAz.Runs;

/// <summary>One run in the store: the names of its files and what stands in them.</summary>
public sealed class RunStore(IResultStore store, string runId)
{
    private const string Run = "run.json";
    private const string Plan = "plan.json";
    private const string ScriptName = "script.tar";
    private const string SharesName = "shares.json";
    private const string StartName = "start.json";
    private const string SetupName = "setup.json";
    private const string StopName = "stop.json";
    private const string Outcome = "outcome.json";

    /// <summary>The store that holds this run and others.</summary>
    public IResultStore Store { get; } = store;

    /// <summary>The run's id; all its files begin with it.</summary>
    public string RunId { get; } = runId;

    /// <summary>Every file of the run begins with this.</summary>
    public string Prefix => RunId + "/";

    /// <summary>Claims the run id. False when the store already has a run of that id.</summary>
    public Task<bool> TryCreateRunAsync(RunDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(Run, document, RunJson.Default.RunDocument, cancellationToken);

    /// <summary>The run's birth certificate, or null when there is no such run.</summary>
    public Task<RunDocument?> ReadRunAsync(CancellationToken cancellationToken) =>
        ReadAsync(Run, RunJson.Default.RunDocument, cancellationToken);

    /// <summary>Saves the plan.</summary>
    public Task WritePlanAsync(Plans.LoadTestPlan plan, CancellationToken cancellationToken) =>
        Store.WriteAsync(Prefix + Plan, Plans.PlanJson.Serialize(plan), cancellationToken);

    /// <summary>The plan, or null when there is none.</summary>
    public async Task<Plans.LoadTestPlan?> ReadPlanAsync(CancellationToken cancellationToken) =>
        await Store.TryReadAsync(Prefix + Plan, cancellationToken).ConfigureAwait(false) is { } json ? Plans.PlanJson.Deserialize(json) : null;

    /// <summary>Saves the script with all that it needs (<c>script.tar</c>).</summary>
    public Task WriteScriptAsync(ReadOnlyMemory<byte> content, CancellationToken cancellationToken) =>
        Store.WriteAsync(Prefix + ScriptName, content, cancellationToken);

    /// <summary>The script with all that it needs, or null when the run has none.</summary>
    public Task<byte[]?> ReadScriptAsync(CancellationToken cancellationToken) =>
        Store.TryReadAsync(Prefix + ScriptName, cancellationToken);

    /// <summary>Claims a worker's slot. False when another process is that worker.</summary>
    public Task<bool> TryClaimAsync(ClaimDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(FileOf("claim", document.Worker), document, RunJson.Default.ClaimDocument, cancellationToken);

    /// <summary>Says that a worker waits for the start.</summary>
    public Task WriteReadyAsync(ReadyDocument document, CancellationToken cancellationToken) =>
        WriteAsync(FileOf("ready", document.Worker), document, RunJson.Default.ReadyDocument, cancellationToken);

    /// <summary>The latest sign that a worker waits for the start, or null when it is not ready yet.</summary>
    public Task<ReadyDocument?> ReadReadyAsync(int worker, CancellationToken cancellationToken) =>
        ReadAsync(FileOf("ready", worker), RunJson.Default.ReadyDocument, cancellationToken);

    /// <summary>Sets the common start. False when somebody has set it already.</summary>
    public Task<bool> TryStartAsync(StartDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(StartName, document, RunJson.Default.StartDocument, cancellationToken);

    /// <summary>The common start, or null while there is none.</summary>
    public Task<StartDocument?> ReadStartAsync(CancellationToken cancellationToken) =>
        ReadAsync(StartName, RunJson.Default.StartDocument, cancellationToken);

    /// <summary>Says what came of setup(). False when that stands there already.</summary>
    public Task<bool> TryCreateSetupAsync(SetupDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(SetupName, document, RunJson.Default.SetupDocument, cancellationToken);

    /// <summary>What came of setup(), or null while that is open, or each worker runs its own.</summary>
    public Task<SetupDocument?> ReadSetupAsync(CancellationToken cancellationToken) =>
        ReadAsync(SetupName, RunJson.Default.SetupDocument, cancellationToken);

    /// <summary>Takes the data out of what came of setup().</summary>
    public Task RemoveSetupDataAsync(SetupDocument document, CancellationToken cancellationToken) =>
        WriteAsync(SetupName, document with { Data = null, Removed = true }, RunJson.Default.SetupDocument, cancellationToken);

    /// <summary>Settles who takes part with which share. False when that was done already.</summary>
    public Task<bool> TryCreateSharesAsync(SharesDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(SharesName, document, RunJson.Default.SharesDocument, cancellationToken);

    /// <summary>Who takes part with which share, or null while that is open.</summary>
    public Task<SharesDocument?> ReadSharesAsync(CancellationToken cancellationToken) =>
        ReadAsync(SharesName, RunJson.Default.SharesDocument, cancellationToken);

    /// <summary>Asks all workers to end early. False when somebody has asked already.</summary>
    public Task<bool> TryStopAsync(StopDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(StopName, document, RunJson.Default.StopDocument, cancellationToken);

    /// <summary>The request to end early, or null while there is none.</summary>
    public Task<StopDocument?> ReadStopAsync(CancellationToken cancellationToken) =>
        ReadAsync(StopName, RunJson.Default.StopDocument, cancellationToken);

    /// <summary>Replaces a worker's latest snapshot.</summary>
    public Task WriteLiveAsync(LiveDocument document, CancellationToken cancellationToken) =>
        WriteAsync(FileOf("live", document.Worker), document, RunJson.Default.LiveDocument, cancellationToken);

    /// <summary>A worker's latest snapshot, or null when it wrote none.</summary>
    public Task<LiveDocument?> ReadLiveAsync(int worker, CancellationToken cancellationToken) =>
        ReadAsync(FileOf("live", worker), RunJson.Default.LiveDocument, cancellationToken);

    /// <summary>The same without the metrics, but for those that are taken.</summary>
    /// <param name="trace">Takes what stands there; as it is when there is no snapshot.</param>
    /// <param name="worker">Whose snapshot.</param>
    /// <param name="buffer">Memory to read it into.</param>
    /// <param name="readings">Takes the metrics; null for none of them.</param>
    /// <param name="cancellationToken">Ends it early.</param>
    /// <exception cref="FormatException">The metrics are not what a worker writes; the rest was taken.</exception>
    internal async Task ReadLiveAsync(WorkerTrace trace, int worker, LiveBuffer buffer, LiveReadings? readings, CancellationToken cancellationToken)
    {
        var name = Prefix + FileOf("live", worker);
        if (!await Store.TryReadAsync(name, buffer.File, cancellationToken).ConfigureAwait(false))
            return;
        try
        {
            trace.Live = LiveFile.Read(buffer.File.GetBuffer().AsSpan(0, (int)buffer.File.Length), readings is null ? null : readings.IsWatched, buffer.Distributions, out var metrics, out var damage);
            if (metrics is not null)
                buffer.Distributions = readings!.Take(worker, trace.Live, metrics);
            if (damage is not null)
                throw damage;
        }
        catch (JsonException e)
        {
            throw NotOurs(name, e);
        }
    }

    /// <summary>Replaces a worker's course over time (gzipped JSON, as <c>metrics_&lt;i&gt;.json.gz</c> has it).</summary>
    public Task WriteSeriesAsync(int worker, byte[] content, CancellationToken cancellationToken) =>
        Store.WriteAsync(Prefix + SeriesName(worker), content, cancellationToken);

    /// <summary>A worker's course over time as last written, or null when it wrote none.</summary>
    public Task<byte[]?> ReadSeriesAsync(int worker, CancellationToken cancellationToken) =>
        Store.TryReadAsync(Prefix + SeriesName(worker), cancellationToken);

    /// <summary>Records a worker's end.</summary>
    public Task WriteCompletionAsync(CompletionDocument document, CancellationToken cancellationToken) =>
        WriteAsync(FileOf("completion", document.Worker), document, RunJson.Default.CompletionDocument, cancellationToken);

    /// <summary>A worker's end, or null while it goes on.</summary>
    public Task<CompletionDocument?> ReadCompletionAsync(int worker, CancellationToken cancellationToken) =>
        ReadAsync(FileOf("completion", worker), RunJson.Default.CompletionDocument, cancellationToken);

    /// <summary>Records the end of a worker that can't do so itself. False when it has.</summary>
    public Task<bool> TryCompleteAsync(CompletionDocument document, CancellationToken cancellationToken) =>
        TryCreateAsync(FileOf("completion", document.Worker), document, RunJson.Default.CompletionDocument, cancellationToken);

    /// <summary>Saves a worker's metrics (gzipped JSON).</summary>
    public Task WriteMetricsAsync(int worker, byte[] content, CancellationToken cancellationToken) =>
        Store.WriteAsync(MetricsName(worker), content, cancellationToken);

    /// <summary>A worker's metrics (gzipped JSON), or null when it saved none.</summary>
    public Task<byte[]?> ReadMetricsAsync(int worker, CancellationToken cancellationToken) =>
        Store.TryReadAsync(MetricsName(worker), cancellationToken);

    /// <summary>Saves a worker's own log (UTF-8).</summary>
    public Task WriteLogAsync(int worker, byte[] content, CancellationToken cancellationToken) =>
        Store.WriteAsync(Prefix + LogName(worker), content, cancellationToken);

    /// <summary>Saves what the platform kept of a worker that could save no log of its own (UTF-8).</summary>
    public Task WriteContainerLogAsync(int worker, byte[] content, CancellationToken cancellationToken) =>
        Store.WriteAsync($"{Prefix}container_{worker}.log", content, cancellationToken);

    /// <summary>Saves a file that an engine left on this machine.</summary>
    public Task UploadAsync(EngineFile file, CancellationToken cancellationToken) =>
        Store.UploadAsync(Prefix + file.Name, file.Path, cancellationToken);

    /// <summary>Saves how the run ended, for whoever asks later.</summary>
    public Task WriteOutcomeAsync(LoadTestRun outcome, CancellationToken cancellationToken) =>
        WriteAsync(Outcome, outcome, RunJson.Default.LoadTestRun, cancellationToken);

    /// <summary>How the run ended, or null while it goes on, or when nobody was there to see its end.</summary>
    public async Task<LoadTestRun?> ReadOutcomeAsync(CancellationToken cancellationToken) =>
        await ReadAsync(Outcome, RunJson.Default.LoadTestRun, cancellationToken).ConfigureAwait(false) is { } outcome
            ? outcome with { Location = Store.Location, Workers = outcome.Workers.Select(w => w with { Location = Store.Location }).ToArray() }
            : null;

    /// <summary>Saves the merged result (UTF-8 JSON).</summary>
    public Task WriteFinalSummaryAsync(byte[] content, CancellationToken cancellationToken) =>
        Store.WriteAsync(Prefix + "final_summary.json", content, cancellationToken);

    /// <summary>Deletes all that the store has of the run. What says that there is such a run goes last, so that it can be done again.</summary>
    public async Task DeleteAllAsync(CancellationToken cancellationToken)
    {
        var names = (await Store.ListAsync(Prefix, cancellationToken).ConfigureAwait(false)).Select(entry => entry.Name).ToList();
        string[] last = [Prefix + Plan, Prefix + Run];
        await Parallel.ForEachAsync(names.Except(last), cancellationToken, async (name, token) => await Store.DeleteAsync(name, token).ConfigureAwait(false)).ConfigureAwait(false);
        foreach (var name in last.Intersect(names))
            await Store.DeleteAsync(name, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The name of a worker's own log, without the run's prefix.</summary>
    internal static string LogName(int worker) => $"worker_{worker}.log";

    /// <summary>The name of a worker's course over time, without the run's prefix.</summary>
    internal static string SeriesName(int worker) => $"series_{worker}.json.gz";

    private string MetricsName(int worker) => $"{Prefix}metrics_{worker}.json.gz";

    private static string FileOf(string kind, int worker) => $"{kind}_{worker}.json";

    private Task WriteAsync<T>(string name, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Store.WriteAsync(Prefix + name, JsonSerializer.SerializeToUtf8Bytes(document, type), cancellationToken);

    private Task<bool> TryCreateAsync<T>(string name, T document, JsonTypeInfo<T> type, CancellationToken cancellationToken) =>
        Store.TryCreateAsync(Prefix + name, JsonSerializer.SerializeToUtf8Bytes(document, type), cancellationToken);

    internal async Task<T?> ReadAsync<T>(string name, JsonTypeInfo<T> type, CancellationToken cancellationToken)
        where T : class
    {
        if (await Store.TryReadAsync(Prefix + name, cancellationToken).ConfigureAwait(false) is not { } json)
            return null;
        try
        {
            return JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException e)
        {
            throw NotOurs(Prefix + name, e);
        }
    }

    private StoreException NotOurs(string name, JsonException e) =>
        new(StoreFailure.Unavailable, $"'{name}' in '{Store.Location}' is not what a worker writes: {e.Message}", e);
}

using System.Collections.Concurrent;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Plans;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Aci;

/// <summary>Workers on Azure Container Instances: one container group each.</summary>
/// <param name="client">Asks Azure.</param>
/// <param name="azure">The plan's settings.</param>
/// <param name="clock">Tells the time.</param>
internal sealed class AciComputeBackend(ArmClient client, LoadTestAzureSettings azure, TimeProvider clock) : IComputeBackend
{
    private readonly GroupSightings _sightings = new(client, clock);
    private readonly GroupRemover _remover = new(client, clock);
    private readonly RegionBoard _regions = new(azure, clock);

    // Names that this object asked for, and that may be there, whether or not it learned what came of them.
    private readonly ConcurrentDictionary<string, (string RunId, int Worker)> _asked = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, Lazy<Task<(RunDocument Document, TimeSpan ClockOffset)>>> _documents = new(StringComparer.Ordinal);

    /// <summary>The key of the plan's Log Analytics workspace; null when the plan names none.</summary>
    public string? WorkspaceKey { get; init; }

    /// <summary>Workers look once a second, and clocks in a cloud are off by a second or two.</summary>
    public TimeSpan StartLead { get; } = TimeSpan.FromSeconds(10);

    /// <inheritdoc/>
    public async Task<ComputeInstance> LaunchAsync(LoadTestPlan plan, LoadTestPlanWorker worker, IResultStore store, WorkerSecrets secrets, CancellationToken cancellationToken)
    {
        var (document, clockOffset) = await ReadRunAsync(new RunStore(store, plan.RunId), cancellationToken).ConfigureAwait(false);
        var launcher = new GroupLauncher(client, new GroupBodies(plan, document.ExpiresAt, secrets, WorkspaceKey), _regions, clock)
        {
            Trying = (index, name) => _asked[name] = (plan.RunId, index),
            Refused = (_, name) => _asked.TryRemove(name, out var _),
            Following = _sightings.Follow,
            Notice = client.Notice,
        };

        // The run's times are by the store's clock, and the launcher goes by this machine's.
        var name = await launcher.LaunchAsync(plan.RunId, worker, document.CreatedAt + plan.Execution.StartTimeout + clockOffset, cancellationToken).ConfigureAwait(false);
        return new ComputeInstance(worker.Index, name, ComputeState.Creating);
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<ComputeInstance>> ListAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken) =>
        _sightings.LookAsync(runId, inDoubt, cancellationToken);

    /// <inheritdoc/>
    public async Task<string?> ReadLogAsync(string runId, int workerIndex, CancellationToken cancellationToken)
    {
        foreach (var name in await NamesOfAsync(runId, workerIndex, cancellationToken).ConfigureAwait(false))
        {
            if (await client.FindLogAsync(name, GroupNames.Container, cancellationToken).ConfigureAwait(false) is { Length: > 0 } log)
                return log;
        }

        return null;
    }

    /// <inheritdoc/>
    public async Task DeleteAsync(string runId, int workerIndex, CancellationToken cancellationToken)
    {
        foreach (var name in await NamesOfAsync(runId, workerIndex, cancellationToken).ConfigureAwait(false))
        {
            await _remover.RemoveAsync(name, cancellationToken).ConfigureAwait(false);
            _asked.TryRemove(name, out _);
        }
    }

    private async Task<IReadOnlyList<string>> NamesOfAsync(string runId, int worker, CancellationToken cancellationToken)
    {
        var seen = await _sightings.NamesOfAsync(runId, worker, ArmClient.Patience, cancellationToken).ConfigureAwait(false);
        var names = seen.Union(_asked.Where(asked => asked.Value == (runId, worker)).Select(asked => asked.Key)).ToList();
        if (names.Count > 0)
            return names;

        // A list that is read in pages while groups come and go can miss one: that it is not in there proves nothing.
        foreach (var name in azure.Locations.Select(location => GroupNames.Of(runId, worker, location)))
        {
            if (await client.FindGroupAsync(name, ArmClient.Patience, cancellationToken).ConfigureAwait(false) is not null)
                names.Add(name);
        }

        return names;
    }

    // Read once for all workers; an error is not kept.
    private async Task<(RunDocument Document, TimeSpan ClockOffset)> ReadRunAsync(RunStore run, CancellationToken cancellationToken)
    {
        var reading = _documents.GetOrAdd(run.RunId, _ => new(ReadAsync));
        try
        {
            return await reading.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch when (reading.Value.IsFaulted)
        {
            _documents.TryRemove(new(run.RunId, reading));
            throw;
        }

        async Task<(RunDocument Document, TimeSpan ClockOffset)> ReadAsync()
        {
            var document = await run.ReadRunAsync(CancellationToken.None).ConfigureAwait(false) ?? throw new RunNotFoundException(run.RunId, run.Store.Location);
            var storeClock = new StoreClock(run.Store, clock);
            await storeClock.TryLookAsync(CancellationToken.None).ConfigureAwait(false);
            return (document, storeClock.Offset);
        }
    }
}

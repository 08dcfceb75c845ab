using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>
/// What is seen of a run's container groups. A look costs one list of the resource group and at most a few closer looks,
/// however many groups there are, and is not repeated within some seconds.
/// </summary>
internal sealed class GroupSightings(ArmClient client, TimeProvider clock)
{
    /// <summary>A list is taken for true for so long.</summary>
    public static readonly TimeSpan Freshness = TimeSpan.FromSeconds(5);

    /// <summary>Closer looks with each list. With <see cref="Freshness"/> a small part of the reads that a subscription has.</summary>
    public const int CloserLooks = 10;

    // A look at the run shall not stand still while Azure does not answer.
    private static readonly TimeSpan Patience = TimeSpan.Zero;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly Dictionary<string, Uri> _operations = [];
    private readonly Dictionary<string, (ComputeInstance Instance, DateTimeOffset LookedAt, ComputeState Rough)> _closer = [];
    private IReadOnlyList<GroupDocument> _groups = [];
    private DateTimeOffset _listedAt = DateTimeOffset.MinValue;

    /// <summary>Notes where the making of a group can be followed.</summary>
    public void Follow(string name, Uri operation)
    {
        lock (_operations)
            _operations[name] = operation;
    }

    /// <summary>The names of a worker's groups; the list may be a few seconds old.</summary>
    public async Task<IReadOnlyList<string>> NamesOfAsync(string runId, int worker, TimeSpan patience, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            await ListAsync(patience, cancellationToken).ConfigureAwait(false);
            return [.. _groups.Where(group => GroupTags.Read(group) == (runId, worker)).Select(group => group.Name)];
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>A run's workers as they are seen.</summary>
    public async Task<IReadOnlyList<ComputeInstance>> LookAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (await ListAsync(Patience, cancellationToken).ConfigureAwait(false))
                await LookCloserAsync(runId, inDoubt, cancellationToken).ConfigureAwait(false);
            return [.. OfRun(runId).GroupBy(seen => seen.Worker).OrderBy(own => own.Key).Select(own => Best(own.Select(seen => Describe(seen.Worker, seen.Group))))];
        }
        finally
        {
            _turn.Release();
        }
    }

    // True when the list is a new one.
    private async Task<bool> ListAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        if (clock.GetUtcNow() - _listedAt < Freshness)
            return false;
        _groups = await client.ListGroupsAsync(patience, cancellationToken).ConfigureAwait(false);
        _listedAt = clock.GetUtcNow();
        return true;
    }

    // First those that failed or have changed, then those that were not looked at for the longest time.
    private async Task LookCloserAsync(string runId, IReadOnlyCollection<int> inDoubt, CancellationToken cancellationToken)
    {
        var wanted = inDoubt.ToHashSet();
        var next = OfRun(runId)
            .Where(seen => wanted.Contains(seen.Worker) && !IsSettled(seen.Group))
            .OrderByDescending(seen => GroupStates.HasFailed(seen.Group) || HasChanged(seen.Group))
            .ThenBy(seen => _closer.TryGetValue(seen.Group.Name, out var before) ? before.LookedAt : DateTimeOffset.MinValue)
            .Take(CloserLooks)
            .ToList();
        var looks = await Task.WhenAll(next.Select(seen => LookCloserAsync(seen.Worker, seen.Group, cancellationToken))).ConfigureAwait(false);
        foreach (var (seen, instance) in next.Zip(looks))
        {
            if (instance is not null)
                _closer[seen.Group.Name] = (instance, clock.GetUtcNow(), GroupStates.Rough(seen.Group));
        }
    }

    private async Task<ComputeInstance?> LookCloserAsync(int worker, GroupDocument group, CancellationToken cancellationToken)
    {
        Uri? operation;
        lock (_operations)
            operation = _operations.GetValueOrDefault(group.Name);
        // The operation knows the reason best, but only the one who began it knows the operation.
        if (GroupStates.HasFailed(group) && operation is not null
            && await client.FindOperationAsync(operation, Patience, cancellationToken).ConfigureAwait(false) is { Error: { } error })
            return GroupStates.Refused(worker, group.Name, error.Code, error.Message);
        return await client.FindGroupAsync(group.Name, Patience, cancellationToken).ConfigureAwait(false) is { } closer ? GroupStates.Describe(worker, closer) : null;
    }

    // Nothing more will come of it.
    private bool IsSettled(GroupDocument group) =>
        _closer.TryGetValue(group.Name, out var before) && before.Instance.State is ComputeState.Ended && !HasChanged(group);

    private bool HasChanged(GroupDocument group) => _closer.TryGetValue(group.Name, out var before) && before.Rough != GroupStates.Rough(group);

    private ComputeInstance Describe(int worker, GroupDocument group) =>
        _closer.TryGetValue(group.Name, out var closer) && closer.Rough == GroupStates.Rough(group)
            ? closer.Instance
            : new(worker, group.Name, GroupStates.Rough(group));

    private IEnumerable<(int Worker, GroupDocument Group)> OfRun(string runId) =>
        _groups.Select(group => (Read: GroupTags.Read(group), Group: group)).Where(seen => seen.Read?.RunId == runId).Select(seen => (seen.Read!.Value.Worker, seen.Group));

    // A region that refused a worker may have kept a group of it that failed.
    private static ComputeInstance Best(IEnumerable<ComputeInstance> own) => own.OrderBy(instance => instance.State is ComputeState.Ended).First();
}

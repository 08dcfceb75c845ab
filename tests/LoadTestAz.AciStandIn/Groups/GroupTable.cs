using System.Collections.Concurrent;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>All container groups and the operations on them.</summary>
internal sealed class GroupTable(StandInOptions options, IContainerRuntime runtime) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, ContainerGroup> _groups = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, GroupOperation> _operations = new();
    private readonly CancellationTokenSource _lifetime = new();

    private StandInWorld World => options.World;

    /// <summary>Those of a resource group, or all, by their names.</summary>
    public IReadOnlyList<ContainerGroup> List(string? resourceGroup)
    {
        lock (_lock)
            return [.. _groups.Values.Where(g => resourceGroup is null || Same(g.ResourceGroup, resourceGroup)).OrderBy(g => g.Name, StringComparer.Ordinal).ThenBy(g => g.Id, StringComparer.Ordinal)];
    }

    public ContainerGroup? Find(string resourceGroup, string name)
    {
        lock (_lock)
            return _groups.GetValueOrDefault(IdOf(resourceGroup, name));
    }

    /// <exception cref="ArmException">There is no such group.</exception>
    public ContainerGroup Get(string resourceGroup, string name) =>
        Find(resourceGroup, name) ?? throw ArmErrors.ResourceNotFound(OfficialType.Name, name, resourceGroup);

    public GroupOperation? FindOperation(string id) => _operations.GetValueOrDefault(id);

    /// <summary>Creates a group or replaces it, if the region has quota and room for it.</summary>
    /// <exception cref="ArmException">It has not, or an earlier operation is not done, or the name is taken elsewhere.</exception>
    public (GroupOperation Operation, bool Created) Put(string resourceGroup, string name, GroupSpec spec, Func<GroupFate> fate)
    {
        lock (_lock)
        {
            var id = IdOf(resourceGroup, name);
            var existing = _groups.GetValueOrDefault(id);
            if (existing is not null && existing.Location != spec.Location)
                throw ArmErrors.OtherRegion(name, existing.Location, resourceGroup, spec.Location);
            if (existing?.IsTransitioning == true)
                throw ArmErrors.Transitioning(name);
            CheckQuota(spec, existing);
            if (spec.Cpu > World.Capacity.Cpu || spec.MemoryGB > World.Capacity.MemoryGB)
                throw ArmErrors.NoCapacity(spec.Location, spec.Cpu, spec.MemoryGB, spec.HasSubnet);

            var group = existing ?? (_groups[id] = new ContainerGroup(id, resourceGroup, name, options, runtime, _lifetime.Token));
            return (Track(group.Put(spec, fate())), existing is null);
        }
    }

    public GroupOperation Delete(ContainerGroup group, GroupFate fate) => Track(group.Delete(fate, () =>
    {
        lock (_lock)
            _groups.Remove(group.Id);
    }));

    public GroupOperation Restart(ContainerGroup group, GroupFate fate) => Track(group.Restart(fate));

    /// <summary>How much of a quota is in use in a region.</summary>
    public int Usage(string region, string quota, ContainerGroup? except = null)
    {
        lock (_lock)
        {
            var groups = _groups.Values.Where(g => g != except && Same(g.Location, region)).ToList();
            return quota == QuotaNames.ContainerGroups
                ? groups.Count
                : groups.Where(g => g.TakesCores && QuotaOf(g.Spec) == quota).Sum(g => g.Spec.Cores);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _lifetime.CancelAsync();
        await runtime.DisposeAsync();
        await Task.WhenAll(List(null).Select(g => g.Ended()));
        _lifetime.Dispose();
    }

    private void CheckQuota(GroupSpec spec, ContainerGroup? existing)
    {
        foreach (var (quota, requested) in new[] { (QuotaNames.ContainerGroups, 1), (QuotaOf(spec), spec.Cores) })
        {
            var (limit, usage) = (World.Quota(spec.Location, quota), Usage(spec.Location, quota, existing));
            if (usage + requested > limit)
                throw ArmErrors.QuotaReached("ContainerGroupQuotaReached", quota, spec.Location, limit, usage, requested);
        }
    }

    private GroupOperation Track(GroupOperation operation)
    {
        _operations[operation.Id] = operation;
        return operation;
    }

    private static string QuotaOf(GroupSpec spec) => spec.IsSpot ? QuotaNames.StandardSpotCores : QuotaNames.StandardCores;

    private string IdOf(string resourceGroup, string name) =>
        $"/subscriptions/{World.SubscriptionId}/resourceGroups/{resourceGroup}/providers/{OfficialType.Name}/{name}";

    private static bool Same(string a, string b) => string.Equals(a, b, StringComparison.OrdinalIgnoreCase);
}

using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>Container groups of a resource group that bear our tags, and whose expiry is over.</summary>
internal sealed class ExpiredGroups(ArmClient client, TimeProvider clock) : IExpiredWorkers
{
    private readonly GroupRemover _remover = new(client, clock);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<LoadTestExpiredWorker>> FindAsync(CancellationToken cancellationToken)
    {
        var groups = await client.ListGroupsAsync(ArmClient.Patience, cancellationToken).ConfigureAwait(false);

        // Tags have the store's time: a machine whose clock is ahead must not delete what still runs.
        var now = client.ServiceTime;
        var found = new List<LoadTestExpiredWorker>();
        foreach (var group in groups)
        {
            if (GroupTags.Read(group) is { } own && GroupTags.ReadExpiry(group) is { } expiry && expiry < now)
                found.Add(new(group.Name, own.RunId, own.Worker, expiry, group.Location));
        }

        return found;
    }

    /// <inheritdoc/>
    public Task DeleteAsync(LoadTestExpiredWorker worker, CancellationToken cancellationToken) => _remover.RemoveAsync(worker.Name, cancellationToken);
}

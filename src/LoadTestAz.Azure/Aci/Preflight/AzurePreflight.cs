using System.Runtime.CompilerServices;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>
/// Looks at all that a plan for Azure needs before a run costs anything. Each check is a file beside this one. Nothing is
/// changed in Azure.
/// </summary>
/// <param name="plan">The plan; for Azure.</param>
/// <param name="surroundings">Tells what there is.</param>
/// <param name="registry">Asks for images.</param>
internal sealed class AzurePreflight(LoadTestPlan plan, Surroundings surroundings, RegistryClient registry)
{
    private readonly IdentityCheck _identity = new(plan, surroundings);

    /// <summary>Runs the checks, one after another, and gives what came of each.</summary>
    /// <param name="thorough">All of them; otherwise those that cost a few reads and tell most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async IAsyncEnumerable<LoadTestPlanCheck> RunAsync(bool thorough, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        yield return CreationCheck.Check(plan);
        var size = SizeCheck.Check(plan);
        yield return size;

        var subscription = await GuardAsync(SubscriptionCheck.Name, PlanCheckStatus.Failed, () => SubscriptionCheck.RunAsync(surroundings, cancellationToken)).ConfigureAwait(false);
        yield return subscription;
        foreach (var (name, check) in Checks(thorough, cancellationToken))
        {
            // What nobody may ask is not asked a dozen times.
            yield return subscription.Status is PlanCheckStatus.Failed
                ? LoadTestPlanCheck.Skip(name, "Not looked at, since the subscription can't be asked.")
                : await GuardAsync(name, PlanCheckStatus.Skipped, check).ConfigureAwait(false);
        }
    }

    private IEnumerable<(string Name, Func<Task<LoadTestPlanCheck>> Check)> Checks(bool thorough, CancellationToken cancellationToken)
    {
        var azure = plan.Azure!;
        yield return (ResourceGroupCheck.Name, () => ResourceGroupCheck.RunAsync(azure, surroundings, cancellationToken));
        yield return (ProviderCheck.Name, () => ProviderCheck.RunAsync(azure, surroundings, cancellationToken));
        yield return (QuotaCheck.Name, () => QuotaCheck.RunAsync(plan, surroundings, cancellationToken));
        if (!thorough)
            yield break;
        yield return (CapabilityCheck.Name, () => CapabilityCheck.RunAsync(plan, surroundings, cancellationToken));
        yield return (IdentityCheck.Name, () => _identity.RunAsync(cancellationToken));
        yield return (IdentityCheck.StorageName, () => _identity.CheckStorageRoleAsync(cancellationToken));
        if (azure.ContainerRegistry is not null)
            yield return (IdentityCheck.RegistryName, () => _identity.CheckRegistryRoleAsync(cancellationToken));
        foreach (var image in plan.Workers.Select(worker => azure.Images!.Of(worker.TestType)!).Distinct())
            yield return (RegistryClient.CheckName, () => registry.CheckAsync(image, cancellationToken));
        if (azure.SubnetId is not null)
            yield return (SubnetCheck.Name, () => SubnetCheck.RunAsync(plan, surroundings, cancellationToken));
    }

    // What can't be asked, for want of rights or of an answer, is no proof that anything is wrong.
    private static async Task<LoadTestPlanCheck> GuardAsync(string name, PlanCheckStatus otherwise, Func<Task<LoadTestPlanCheck>> check)
    {
        try
        {
            return await check().ConfigureAwait(false);
        }
        catch (ComputeException e)
        {
            return new(name, otherwise, e.Message, "The message says what is missing; then check again.");
        }
    }
}

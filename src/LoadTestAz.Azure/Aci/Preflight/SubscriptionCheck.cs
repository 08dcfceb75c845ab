using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>Whether somebody is signed in who sees the subscription, and whether it is in use.</summary>
internal static class SubscriptionCheck
{
    public const string Name = "Subscription";

    public static async Task<LoadTestPlanCheck> RunAsync(Surroundings surroundings, CancellationToken cancellationToken)
    {
        var id = surroundings.Target.SubscriptionId;
        var subscription = await surroundings.FindSubscriptionAsync(cancellationToken).ConfigureAwait(false);
        if (subscription is null)
            return LoadTestPlanCheck.Fail(Name, $"The signed-in identity sees no subscription {id}, so it can create nothing in it.", "Check azure.subscription_id, sign in to the tenant of that subscription, or have a role assigned in it.");
        // Warned and PastDue still take requests for a while; Disabled and Deleted take reads only.
        return subscription.State switch
        {
            "Enabled" or null => LoadTestPlanCheck.Pass(Name, $"Signed in; subscription '{subscription.DisplayName}' ({id}) is there."),
            "Warned" or "PastDue" => LoadTestPlanCheck.Warn(Name, $"Subscription '{subscription.DisplayName}' ({id}) is {subscription.State}: Azure is about to disable it.", "Settle what is due for the subscription, or name another one by azure.subscription_id."),
            var state => LoadTestPlanCheck.Fail(Name, $"Subscription '{subscription.DisplayName}' ({id}) is {state}: Azure creates nothing in it.", "Have it enabled, or name another one by azure.subscription_id."),
        };
    }
}

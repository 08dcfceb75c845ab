using System.Globalization;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>Whether container groups may be put into the plan's subnet, and find room there.</summary>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-instances-virtual-network-concepts"/>
internal static class SubnetCheck
{
    public const string Name = "Subnet";

    private const string Service = "Microsoft.ContainerInstance/containerGroups";

    // Azure keeps the first four addresses and the last one of each subnet.
    private const int Reserved = 5;

    public static async Task<LoadTestPlanCheck> RunAsync(LoadTestPlan plan, Surroundings surroundings, CancellationToken cancellationToken)
    {
        var (id, location) = (plan.Azure!.SubnetId!, plan.Azure.Location);
        var subnet = await surroundings.FindNetworkAsync(id, cancellationToken).ConfigureAwait(false);
        if (subnet is null)
            return LoadTestPlanCheck.Fail(Name, $"There is no subnet '{id}', or the signed-in identity does not see it. The workers are put into it.", "Create it, or correct azure.subnet_id.");
        if (subnet.Properties?.Delegations?.Any(delegation => Service.Equals(delegation.Properties?.ServiceName, StringComparison.OrdinalIgnoreCase)) != true)
        {
            return LoadTestPlanCheck.Fail(
                Name, $"Subnet '{subnet.Name}' is not delegated to {Service}: Azure puts container groups into no other.",
                $"Delegate it, with: az network vnet subnet update --ids '{id}' --delegations {Service}");
        }

        var addresses = (subnet.Properties.AddressPrefixes ?? []).Append(subnet.Properties.AddressPrefix).OfType<string>().Distinct().Sum(Size);
        if (addresses > 0 && addresses < plan.Workers.Count)
            return LoadTestPlanCheck.Fail(Name, $"Subnet '{subnet.Name}' has {addresses} addresses, and each of the {plan.Workers.Count} workers needs one.", "Take a larger subnet, or put more VUs on each worker.");
        var network = await surroundings.FindNetworkAsync(id[..id.LastIndexOf("/subnets/", StringComparison.OrdinalIgnoreCase)], cancellationToken).ConfigureAwait(false);
        return network?.Location is { } at && !at.Equals(location, StringComparison.OrdinalIgnoreCase)
            ? LoadTestPlanCheck.Fail(Name, $"The network of subnet '{subnet.Name}' is in {at}, and the workers are to be in {location}: a container group can be in a network of its own region only.", $"Set azure.location to {at}, or name a subnet in {location}.")
            : LoadTestPlanCheck.Pass(Name, $"Subnet '{subnet.Name}' is delegated to {Service} and has {addresses} addresses.");
    }

    // Of IPv4 ranges; an IPv6 range beside them is no bound.
    private static long Size(string prefix) =>
        !prefix.Contains(':') && prefix.IndexOf('/') is >= 0 and var at && int.TryParse(prefix.AsSpan(at + 1), NumberStyles.None, CultureInfo.InvariantCulture, out var bits) && bits <= 32
            ? Math.Max(0, (1L << (32 - bits)) - Reserved)
            : 0;
}

using Azure.Identity;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>What Azure Resource Manager and the sign-in say, in words for people.</summary>
internal static class ArmErrors
{
    /// <summary>The built-in role that may do all we do; narrower ones are in docs/azure-setup.md.</summary>
    private const string Role = "Azure Container Instances Contributor Role";

    /// <summary>An answer that is an error, as users of the compute port see it.</summary>
    /// <param name="what">What was tried, as in <c>list the container groups</c>.</param>
    /// <param name="answer">What came of it.</param>
    /// <param name="target">Where.</param>
    public static ComputeException From(string what, ArmAnswer answer, ArmTarget target)
    {
        var said = $"Can't {what}: {answer.ToString().TrimEnd('.')}.";
        var id = answer.RequestId is null ? "" : $" Request id {answer.RequestId}.";
        return answer switch
        {
            { Status: 401 } => new(ComputeFailure.PermissionDenied, $"{said} The sign-in is not accepted; sign in to the tenant of subscription {target.SubscriptionId}.{id}"),
            { Status: 403, Code: "RequestDisallowedByPolicy" } => new(ComputeFailure.PermissionDenied, $"{said} A policy of the subscription forbids it; choose what it allows, or ask those who set it.{id}"),
            { Status: 403, Code: "LinkedAuthorizationFailed" } => new(ComputeFailure.PermissionDenied, $"{said} Give the signed-in identity the role 'Managed Identity Operator' on the workers' identity, and the right to join the subnet if the plan names one.{id}"),
            { Status: 403 } => new(ComputeFailure.PermissionDenied, $"{said} Give the signed-in identity the role '{Role}' on {target}; it may take some minutes until a new role counts.{id}"),
            { Status: 404, Code: "SubscriptionNotFound" or "InvalidSubscriptionId" } => new(ComputeFailure.NotFound, $"{said} Check azure.subscription_id, and that you are signed in to its tenant.{id}"),
            { Status: 404, Code: "ResourceGroupNotFound" } => new(ComputeFailure.NotFound, $"{said} Create the resource group, or correct azure.resource_group.{id}"),
            { Status: 404 } => new(ComputeFailure.NotFound, $"{said}{id}"),
            { Code: "MissingSubscriptionRegistration" } => new(ComputeFailure.NotFound, $"{said} Register it once with: Register-AzResourceProvider -ProviderNamespace Microsoft.ContainerInstance.{id}"),
            { IsThrottled: true } => new(ComputeFailure.Unavailable, $"{said} Others use the subscription too; try again later.{id}"),
            { Status: 0 } => new(ComputeFailure.Unavailable, $"{said} Check the network between here and there, then try again."),
            { IsUncertain: true } => new(ComputeFailure.Unavailable, $"{said} Azure is overloaded or broken for now; try again later.{id}"),
            _ => new(ComputeFailure.Refused, $"{said}{id}"),
        };
    }

    /// <summary>Sends something; that nobody is signed in is told as such.</summary>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> send, ArmTarget target)
    {
        try
        {
            return await send().ConfigureAwait(false);
        }
        catch (AuthenticationFailedException e)
        {
            throw new ComputeException(ComputeFailure.PermissionDenied, $"No sign-in for {target}. {ErrorText.NoSignIn(e)}", e);
        }
    }
}

using System.Globalization;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>
/// ARM's and the provider's errors. Codes and sentences are those that the service was seen to give (in its documentation
/// and in people's reports), because clients have to tell some of them apart by their sentences.
/// </summary>
internal static class ArmErrors
{
    public static ArmException NotFound(string path) => new(404, "InvalidResourceType", $"The stand-in knows nothing at '{path}'.");

    public static ArmException MissingApiVersion() => new(400, "MissingApiVersionParameter", "The api-version query parameter (?api-version=) is required for all requests.");

    public static ArmException UnknownApiVersion(string version) => new(
        400, "NoRegisteredProviderFound", $"No registered resource provider found for API version '{version}' for type 'containerGroups'. The supported api-versions are '{OfficialType.ApiVersion}'.");

    public static ArmException SubscriptionNotFound(string id) => new(404, "SubscriptionNotFound", $"The subscription '{id}' could not be found.");

    public static ArmException ResourceGroupNotFound(string name) => new(404, "ResourceGroupNotFound", $"Resource group '{name}' could not be found.");

    public static ArmException ResourceNotFound(string type, string name, string resourceGroup) => new(
        404, "ResourceNotFound", $"The Resource '{type}/{name}' under resource group '{resourceGroup}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix");

    public static ArmException NotRegistered() => new(
        409, "MissingSubscriptionRegistration", "The subscription is not registered to use namespace 'Microsoft.ContainerInstance'. See https://aka.ms/rps-not-found for how to register subscriptions.");

    public static ArmException Forbidden(string action, string scope) => new(
        403, "AuthorizationFailed", $"The client does not have authorization to perform action '{action}' over scope '{scope}' or the scope is invalid. If access was recently granted, please refresh your credentials.");

    public static ArmException SubscriptionThrottled(string kind, string? subscription, TimeSpan wait) => new(
        429, "SubscriptionRequestsThrottled", $"Number of '{kind}' requests for subscription '{subscription}' exceeded. Please try again after '{Seconds(wait)}' seconds.") { RetryAfter = wait };

    public static ArmException Throttled(TimeSpan wait) => new(
        429, "TooManyRequests", $"The request is being throttled as the limit has been reached for container groups. Please try again after '{Seconds(wait)}' seconds.") { RetryAfter = wait };

    public static ArmException Transitioning(string? group) => new(
        409, "ContainerGroupTransitioning", $"The container group '{group}' is still transitioning, please retry later.");

    public static ArmException QuotaReached(string code, string quota, string region, int limit, int usage, int requested) => new(
        409, code, $"Resource type '{OfficialType.Name}' container group quota '{quota}' exceeded in region '{region}'. Limit: '{limit}', Usage: '{usage}' Requested: '{requested}'.");

    public static ArmException NoCapacity(string? region, double cpu, double memoryGB, bool privateNetwork) => new(
        409, "ServiceUnavailable", NoCapacityMessage(region, cpu, memoryGB, privateNetwork));

    public static string NoCapacityMessage(string? region, double cpu, double memoryGB, bool privateNetwork) => string.Create(
        CultureInfo.InvariantCulture,
        $"The requested resource is not available in the location '{region}' at this moment. Please retry with a different resource request or in another location. Resource requested: '{cpu}' CPU '{memoryGB}' GB memory 'Linux' OS{(privateNetwork ? " virtual network" : "")}");

    public static ArmException InaccessibleImage(string image, string? group) => new(
        400, "InaccessibleImage", $"The image '{image}' in container group '{group}' is not accessible. Please check the image and registry credential.");

    public static ArmException WrongRegion(string region, IEnumerable<string> regions) => new(
        400, "LocationNotAvailableForResourceType", $"The provided location '{region}' is not available for resource type '{OfficialType.Name}'. List of available regions for the resource type is '{string.Join(',', regions)}'.");

    public static ArmException OtherRegion(string name, string region, string resourceGroup, string asked) => new(
        409, "InvalidResourceLocation", $"The resource '{name}' already exists in location '{region}' in resource group '{resourceGroup}'. A resource with the same name cannot be created in location '{asked}'. Please select a new resource name.");

    public static ArmException Invalid(IReadOnlyList<TypeMistake> mistakes) => new(
        400, "InvalidRequestContent", $"The request content was invalid: {string.Join("; ", mistakes)}.") { Details = [.. mistakes.Select(m => ("InvalidProperty", m.Path, m.Text))] };

    public static string Seconds(TimeSpan wait) => Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}

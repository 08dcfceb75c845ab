using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>
/// Tells what an answer means, by its code and its sentence: the status alone says little (a failed operation ends with 200),
/// and one code stands for several things.
/// </summary>
/// <seealso href="https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting"/>
internal static class GroupVerdicts
{
    /// <summary>The verdict on an answer to a creation.</summary>
    public static GroupVerdict Of(ArmAnswer answer)
    {
        if (answer.IsSuccess)
            return GroupVerdict.Accepted;
        if (answer.IsThrottled)
            return GroupVerdict.Throttled;
        return OfError(answer.Code, answer.Message) switch
        {
            GroupVerdict.Refused when answer.IsUncertain => GroupVerdict.Uncertain,
            GroupVerdict.Refused when answer.Status is 401 or 403 or 404 => GroupVerdict.Fatal,
            var verdict => verdict,
        };
    }

    /// <summary>The verdict on an error, wherever it was found; Refused when nothing better is known.</summary>
    public static GroupVerdict OfError(string? code, string? message)
    {
        var text = message ?? "";
        return code switch
        {
            "ContainerGroupTransitioning" => GroupVerdict.Transitioning,
            "ContainerGroupQuotaReached" => GroupVerdict.QuotaReached,
            "ServiceUnavailable" or "Conflict" or "DeploymentFailed" or null when Has(text, "quota") && Has(text, "exceeded") => GroupVerdict.QuotaReached,
            "ServiceUnavailable" or "Conflict" or "DeploymentFailed" or null when Has(text, "not available in the location") => GroupVerdict.NoCapacity,
            "LocationNotAvailableForResourceType" or "InvalidLocation" or "SkuNotAvailable" or "AvailabilityZoneNotSupported" => GroupVerdict.NotOffered,
            "InaccessibleImage" or "RegistryErrorResponse" or "InvalidImageRegistryCredentialType" or "ImageOsTypeNotMatchContainerGroup" => GroupVerdict.ImagePull,
            "MissingSubscriptionRegistration" => GroupVerdict.Fatal,
            _ => GroupVerdict.Refused,
        };
    }

    /// <summary>The cause that a worker is recorded with.</summary>
    public static WorkerCause CauseOf(GroupVerdict verdict) => verdict switch
    {
        GroupVerdict.QuotaReached => WorkerCause.QuotaReached,
        GroupVerdict.NoCapacity or GroupVerdict.NotOffered => WorkerCause.CapacityUnavailable,
        GroupVerdict.ImagePull => WorkerCause.ImagePull,
        _ => WorkerCause.PlatformError,
    };

    /// <summary>What to do about it; empty when the service's own words have to do.</summary>
    public static string AdviceOn(GroupVerdict verdict) => verdict switch
    {
        GroupVerdict.QuotaReached => " Ask for more quota, name more regions by azure.locations, or put more VUs on each worker.",
        GroupVerdict.NoCapacity => " Try again later, name more regions by azure.locations, or take smaller workers.",
        GroupVerdict.NotOffered => " Name a region that offers it by azure.location.",
        GroupVerdict.ImagePull => " Check that the image is in the registry, and that the workers' identity has the role AcrPull on it.",
        _ => "",
    };

    private static bool Has(string text, string part) => text.Contains(part, StringComparison.OrdinalIgnoreCase);
}

using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Groups;

namespace LoadTestAz.Azure.Tests.Aci.Groups;

public sealed class GroupVerdictsTests
{
    private const string Quota = "Resource type 'Microsoft.ContainerInstance/containerGroups' container group quota 'StandardCores' exceeded in region 'eastus'. Limit: '10', Usage: '10' Requested: '1'.";
    private const string Room = "The requested resource is not available in the location 'eastus' at this moment. Please retry with a different resource request or in another location.";

    // One code stands for several things, and one thing comes with several statuses.
    public static TheoryData<int, string?, string, string> Answers => new()
    {
        { 200, null, "", nameof(GroupVerdict.Accepted) },
        { 201, null, "", nameof(GroupVerdict.Accepted) },
        { 429, "TooManyRequests", "", nameof(GroupVerdict.Throttled) },
        { 429, "SubscriptionRequestsThrottled", "", nameof(GroupVerdict.Throttled) },
        { 409, "ContainerGroupTransitioning", "still transitioning", nameof(GroupVerdict.Transitioning) },
        { 409, "ContainerGroupQuotaReached", Quota, nameof(GroupVerdict.QuotaReached) },
        { 400, "ContainerGroupQuotaReached", Quota, nameof(GroupVerdict.QuotaReached) },
        { 409, "ServiceUnavailable", Quota.Replace("'10'", "'0'"), nameof(GroupVerdict.QuotaReached) },
        { 409, "ServiceUnavailable", Room, nameof(GroupVerdict.NoCapacity) },
        { 503, "ServiceUnavailable", Room, nameof(GroupVerdict.NoCapacity) },
        { 503, "ServiceUnavailable", "The service is unavailable.", nameof(GroupVerdict.Uncertain) },
        { 500, "InternalServerError", "", nameof(GroupVerdict.Uncertain) },
        { 502, null, "Bad Gateway", nameof(GroupVerdict.Uncertain) },
        { 0, null, "connection reset", nameof(GroupVerdict.Uncertain) },
        { 400, "InaccessibleImage", "", nameof(GroupVerdict.ImagePull) },
        { 409, "RegistryErrorResponse", "", nameof(GroupVerdict.ImagePull) },
        { 400, "LocationNotAvailableForResourceType", "", nameof(GroupVerdict.NotOffered) },
        { 401, "InvalidAuthenticationToken", "", nameof(GroupVerdict.Fatal) },
        { 403, "AuthorizationFailed", "", nameof(GroupVerdict.Fatal) },
        { 404, "ResourceGroupNotFound", "", nameof(GroupVerdict.Fatal) },
        { 409, "MissingSubscriptionRegistration", "", nameof(GroupVerdict.Fatal) },
        { 400, "SpotPriorityContainerGroupNotSupportedForInboundConnectivity", "", nameof(GroupVerdict.Refused) },
        { 409, "ServiceUnavailable", "Something new.", nameof(GroupVerdict.Refused) },
    };

    [Theory]
    [MemberData(nameof(Answers))]
    public void An_answer_is_judged_by_code_and_sentence(int status, string? code, string message, string verdict) =>
        Assert.Equal(verdict, $"{GroupVerdicts.Of(new ArmAnswer { Status = status, Code = code, Message = message })}");

    // A failed operation is reported with status 200.
    [Fact]
    public void The_error_of_an_operation_is_judged_the_same() => Assert.Equal(
        (GroupVerdict.QuotaReached, GroupVerdict.NoCapacity, GroupVerdict.ImagePull),
        (GroupVerdicts.OfError("ContainerGroupQuotaReached", Quota), GroupVerdicts.OfError("ServiceUnavailable", Room), GroupVerdicts.OfError("InaccessibleImage", "")));
}

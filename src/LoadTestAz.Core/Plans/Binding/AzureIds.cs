using System.Text.RegularExpressions;

namespace LoadTestAz.Plans.Binding;

/// <summary>The forms of Azure's names and ids, and what was meant by one that is not quite right.</summary>
/// <seealso href="https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules"/>
internal static partial class AzureIds
{
    public const string SubscriptionRule = "a subscription id is a GUID such as 11111111-2222-3333-4444-555555555555";

    public const string IdentityRule = "it is the resource id of a user-assigned managed identity: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.ManagedIdentity/userAssignedIdentities/<name>";

    public const string SubnetRule = "it is a subnet's resource id: /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Network/virtualNetworks/<network>/subnets/<subnet>";

    public const string ImageRule = "an image is its registry, name and tag, such as myregistry.azurecr.io/my-worker:1.0";

    /// <summary>Characters of a tag's name.</summary>
    public const int MaxTagNameLength = 512;

    /// <summary>Characters of a tag's value.</summary>
    public const int MaxTagValueLength = 256;

    // "loadtestaz-" is ours; the others are Azure's.
    // https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
    private static readonly string[] ReservedTags = ["loadtestaz-", "microsoft", "azure", "windows"];

    public static bool IsGuid(string text) => Guid.TryParseExact(text, "D", out _);

    public static bool IsResourceGroup(string text) => ResourceGroup().IsMatch(text);

    public static bool IsLocation(string text) => Location().IsMatch(text);

    public static bool IsStorageAccount(string text) => StorageAccount().IsMatch(text);

    public static bool IsBlobContainer(string text) => text.Length is >= 3 and <= 63 && BlobContainer().IsMatch(text);

    public static bool IsRegistry(string text) => Registry().IsMatch(text);

    public static bool IsIdentity(string text) => Identity().IsMatch(text);

    public static bool IsSubnet(string text) => Subnet().IsMatch(text);

    public static bool IsImage(string text) => Image().IsMatch(text);

    public static bool IsZone(string text) => Zone().IsMatch(text);

    public static bool IsVariable(string text) => Variable().IsMatch(text);

    /// <summary>Why a tag can't have that name; null when it can.</summary>
    public static string? WhyNoTag(string name) =>
        string.IsNullOrWhiteSpace(name) ? "it is empty"
        : name.Length > MaxTagNameLength ? $"it is longer than {MaxTagNameLength} characters"
        : name.AsSpan().IndexOfAny("<>%&\\?/") >= 0 || name.Any(char.IsControl) ? @"it has one of < > % & \ ? / in it"
        : ReservedTags.FirstOrDefault(reserved => name.StartsWith(reserved, StringComparison.OrdinalIgnoreCase)) is { } taken ? $"names that begin with '{taken}' are taken"
        : null;

    /// <summary>'East US' as it is written in requests.</summary>
    public static string ShortName(string text) => text.Replace(" ", "").ToLowerInvariant();

    /// <summary>'https://account.blob.core.windows.net/' is what the portal offers to copy.</summary>
    public static string FirstLabel(string text) => WithoutScheme(text).Split('.')[0].ToLowerInvariant();

    /// <summary>A registry's login server, given its name or address.</summary>
    public static string LoginServer(string text)
    {
        var host = WithoutScheme(text).TrimEnd('/');
        return host.Contains('.') ? host : host + ".azurecr.io";
    }

    /// <summary>The resource id of an identity in the plan's own group.</summary>
    public static string? IdentityOf(string? subscription, string? group, string name) =>
        subscription is null || group is null ? null : $"/subscriptions/{subscription}/resourceGroups/{group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/{name}";

    private static string WithoutScheme(string text) => text.IndexOf("://", StringComparison.Ordinal) is >= 0 and var at ? text[(at + 3)..] : text;

    private const string InGroup = @"\A/subscriptions/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/resourcegroups/[\p{L}\p{Nd}_\-.()]{0,89}[\p{L}\p{Nd}_\-()]/providers/";

    [GeneratedRegex(@"\A[\p{L}\p{Nd}_\-.()]{0,89}[\p{L}\p{Nd}_\-()]\z", RegexOptions.CultureInvariant)]
    private static partial Regex ResourceGroup();

    [GeneratedRegex(@"\A[a-z][a-z0-9]{2,49}\z", RegexOptions.CultureInvariant)]
    private static partial Regex Location();

    [GeneratedRegex(@"\A[a-z0-9]{3,24}\z", RegexOptions.CultureInvariant)]
    private static partial Regex StorageAccount();

    [GeneratedRegex(@"\A[a-z0-9]+(-[a-z0-9]+)*\z", RegexOptions.CultureInvariant)]
    private static partial Regex BlobContainer();

    [GeneratedRegex(@"\A[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)+(:[0-9]{1,5})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Registry();

    [GeneratedRegex(InGroup + @"microsoft\.managedidentity/userassignedidentities/[a-z0-9][a-z0-9_-]{2,127}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Identity();

    [GeneratedRegex(InGroup + @"microsoft\.network/virtualnetworks/[a-z0-9][a-z0-9._-]{0,63}/subnets/[a-z0-9][a-z0-9._-]{0,79}\z", RegexOptions.CultureInvariant | RegexOptions.IgnoreCase)]
    private static partial Regex Subnet();

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9.-]*(:[0-9]{1,5})?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[A-Za-z0-9_][A-Za-z0-9_.-]{0,127})?(@sha256:[0-9a-f]{64})?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Image();

    [GeneratedRegex(@"\A[1-9][0-9]?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Zone();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.CultureInvariant)]
    private static partial Regex Variable();
}

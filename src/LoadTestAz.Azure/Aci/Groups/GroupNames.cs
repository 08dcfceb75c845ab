using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>Names of container groups: 1 to 63 of a-z, 0-9 and '-', one for each run, worker and region.</summary>
/// <remarks>
/// The region is part of it because Azure takes the same name in several regions at once for an abuse and refuses it
/// (ServiceUnavailable, quota 'ContainerGroups', Limit '0').
/// </remarks>
internal static class GroupNames
{
    /// <summary>The only container's name.</summary>
    public const string Container = "worker";

    private const int HashLength = 8;

    /// <summary>The name of a worker's group in a region.</summary>
    public static string Of(string runId, int worker, string location)
    {
        var stem = string.Create(CultureInfo.InvariantCulture, $"{runId}-{worker}-");
        var name = stem + location;
        return name.Length <= AciLimits.MaxNameLength ? name : stem + Hash(location);
    }

    private static string Hash(string text) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..HashLength].ToLowerInvariant();
}

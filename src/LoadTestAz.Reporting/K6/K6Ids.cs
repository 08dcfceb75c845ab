using System.Security.Cryptography;
using System.Text;

namespace LoadTestAz.Reporting.K6;

/// <summary>k6's ids of groups and checks: the MD5 of the path, in lower-case hex.</summary>
/// <seealso href="https://github.com/grafana/k6/blob/v1.0.0/lib/models.go">NewGroup, NewCheck</seealso>
internal static class K6Ids
{
    public static string Of(string path) => Convert.ToHexString(MD5.HashData(Encoding.UTF8.GetBytes(path))).ToLowerInvariant();
}

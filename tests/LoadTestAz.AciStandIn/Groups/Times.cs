using System.Globalization;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>Times as the service writes them.</summary>
internal static class Times
{
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffZ", CultureInfo.InvariantCulture);
}

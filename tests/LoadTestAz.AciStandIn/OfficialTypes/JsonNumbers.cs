using System.Globalization;
using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.OfficialTypes;

/// <summary>Numbers of a body, whether it was read or put together by a test.</summary>
internal static class JsonNumbers
{
    /// <summary>A number's value. (A node made from an int gives out nothing but that int.)</summary>
    public static decimal ToDecimal(this JsonNode node) => decimal.Parse(node.ToJsonString(), NumberStyles.Float, CultureInfo.InvariantCulture);
}

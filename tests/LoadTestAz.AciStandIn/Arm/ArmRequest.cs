using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Faults;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>A request on its way.</summary>
/// <param name="Route">What it asks for.</param>
/// <param name="Query">Its query.</param>
/// <param name="Body">Its JSON object; null for none.</param>
/// <param name="Target">What faults know it by.</param>
internal sealed record ArmRequest(ArmRoute Route, IQueryCollection Query, JsonObject? Body, FaultTarget Target)
{
    public string ResourceGroup => Route.ResourceGroup!;

    public string Name => Route.Name!;
}

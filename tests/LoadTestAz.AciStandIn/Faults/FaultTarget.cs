using LoadTestAz.AciStandIn.Arm;

namespace LoadTestAz.AciStandIn.Faults;

/// <summary>What a fault can tell a request by.</summary>
internal sealed record FaultTarget(ArmCall Call, string Verb, string? Name, string? Region);

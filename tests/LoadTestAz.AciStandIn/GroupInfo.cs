namespace LoadTestAz.AciStandIn;

/// <summary>A container group, for tests to look at.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Region">Where it is.</param>
/// <param name="State">The state of its instance view: Pending, Running, Succeeded, Failed or Stopped.</param>
/// <param name="ProvisioningState">How its last operation stands.</param>
public sealed record GroupInfo(string Name, string Region, string State, string ProvisioningState);

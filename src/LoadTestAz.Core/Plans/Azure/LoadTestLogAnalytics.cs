namespace LoadTestAz.Plans;

/// <summary>Where Azure sends what the containers print.</summary>
/// <param name="WorkspaceId">The Log Analytics workspace's id (a GUID).</param>
/// <param name="KeySecret">The name of the secret that is the workspace's key; the key itself is in no plan.</param>
public sealed record LoadTestLogAnalytics(string WorkspaceId, string KeySecret);

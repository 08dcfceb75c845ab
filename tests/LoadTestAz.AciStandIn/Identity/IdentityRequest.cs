namespace LoadTestAz.AciStandIn.Identity;

/// <summary>A request for a token.</summary>
/// <param name="Path">Without the query.</param>
/// <param name="ClientId">The user-assigned identity; null for the system-assigned one.</param>
/// <param name="Resource">Whom the token is for.</param>
/// <param name="HasMetadataHeader">Whether it has the header that proves that nobody was lured into asking.</param>
public sealed record IdentityRequest(string Path, string? ClientId, string? Resource, bool HasMetadataHeader);

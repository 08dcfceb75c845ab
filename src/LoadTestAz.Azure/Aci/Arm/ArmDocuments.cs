using System.Text.Json.Serialization;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>The body of an error.</summary>
internal sealed record ErrorDocument(ErrorDetail? Error);

/// <summary>An error; the more telling one may stand among its details.</summary>
internal sealed record ErrorDetail(string? Code, string? Message, IReadOnlyList<ErrorDetail>? Details);

/// <summary>How an asynchronous operation stands: Succeeded, Failed, Canceled, or anything else while it goes on.</summary>
internal sealed record OperationDocument(string? Status, ErrorDetail? Error);

/// <summary>A subscription.</summary>
internal sealed record SubscriptionDocument(string? SubscriptionId, string? DisplayName, string? State, string? TenantId);

/// <summary>A resource group.</summary>
internal sealed record ResourceGroupDocument(string? Name, string? Location, IReadOnlyDictionary<string, string>? Tags);

/// <summary>A resource provider in a subscription, and where what it offers is to be had (regions by their display names).</summary>
internal sealed record ProviderDocument(string? Namespace, string? RegistrationState, IReadOnlyList<ProviderResourceType>? ResourceTypes);

/// <summary>One kind of resource.</summary>
internal sealed record ProviderResourceType(string? ResourceType, IReadOnlyList<string>? Locations, IReadOnlyList<string>? ApiVersions);

/// <summary>A region's quotas.</summary>
internal sealed record UsagePage(IReadOnlyList<Usage>? Value);

/// <summary>A quota and what of it is in use.</summary>
internal sealed record Usage(UsageName? Name, string? Unit, int CurrentValue, int Limit);

/// <summary>A quota's name: <c>ContainerGroups</c>, <c>StandardCores</c>, <c>StandardSpotCores</c>.</summary>
internal sealed record UsageName(string? Value, string? LocalizedValue);

/// <summary>The sizes that a region offers.</summary>
internal sealed record CapabilityPage(IReadOnlyList<Capability>? Value, string? NextLink);

/// <summary>What a region offers for an operating system.</summary>
internal sealed record Capability(string? ResourceType, string? OsType, string? Location, string? IpAddressType, CapabilitySize? Capabilities);

/// <summary>The largest container group.</summary>
internal sealed record CapabilitySize([property: JsonPropertyName("maxMemoryInGB")] double MaxMemoryInGB, double MaxCpu);

using System.Text.Json.Serialization;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>The body of the request that creates a container group.</summary>
internal sealed record GroupBody(
    string Location, IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string>? Zones, GroupIdentity Identity, GroupProperties Properties);

/// <summary>The identities of a group.</summary>
internal sealed record GroupIdentity(string Type, IReadOnlyDictionary<string, EmptyObject> UserAssignedIdentities);

/// <summary><c>{}</c></summary>
internal sealed record EmptyObject;

/// <summary>What a group is made of.</summary>
internal sealed record GroupProperties
{
    public required string OsType { get; init; }

    public required string Sku { get; init; }

    public required string RestartPolicy { get; init; }

    public required string Priority { get; init; }

    public required IReadOnlyList<ContainerBody> Containers { get; init; }

    public IReadOnlyList<RegistryCredential>? ImageRegistryCredentials { get; init; }

    public IReadOnlyList<SubnetReference>? SubnetIds { get; init; }

    public GroupDiagnostics? Diagnostics { get; init; }
}

/// <summary>By which of the group's identities images are pulled from a registry.</summary>
internal sealed record RegistryCredential(string Server, string Identity);

/// <summary>The subnet that a group is put into.</summary>
internal sealed record SubnetReference(string Id);

/// <summary>Where a group's output is sent.</summary>
internal sealed record GroupDiagnostics(LogAnalyticsBody LogAnalytics);

/// <summary>A Log Analytics workspace.</summary>
internal sealed record LogAnalyticsBody(string WorkspaceId, string WorkspaceKey, string LogType);

/// <summary>A container.</summary>
internal sealed record ContainerBody(string Name, ContainerProperties Properties);

/// <summary>What a container runs.</summary>
internal sealed record ContainerProperties(string Image, ContainerResources Resources, IReadOnlyList<Variable> EnvironmentVariables);

/// <summary>What a container needs.</summary>
internal sealed record ContainerResources(ResourceAmounts Requests);

/// <summary>vCPUs and GB.</summary>
internal sealed record ResourceAmounts(double Cpu, [property: JsonPropertyName("memoryInGB")] double MemoryInGB);

/// <summary>An environment variable: a plain value that everybody sees who sees the group, or a secure one that nobody sees again.</summary>
internal sealed record Variable(string Name, string? Value = null, string? SecureValue = null);

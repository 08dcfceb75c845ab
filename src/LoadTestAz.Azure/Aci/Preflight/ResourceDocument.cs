namespace LoadTestAz.Azure.Aci.Preflight;

/// <summary>A resource, with what the checks look at.</summary>
internal sealed record ResourceDocument(string? Id, string? Name, string? Location, ResourceProperties? Properties);

/// <summary>A page of resources.</summary>
internal sealed record ResourcePage(IReadOnlyList<ResourceDocument>? Value, string? NextLink);

/// <summary>Properties of identities, registries, subnets and role assignments: each kind has some of them.</summary>
internal sealed record ResourceProperties
{
    /// <summary>Of an identity: whom roles are assigned to.</summary>
    public string? PrincipalId { get; init; }

    /// <summary>Of an identity: what it signs in as.</summary>
    public string? ClientId { get; init; }

    /// <summary>Of a registry: its address.</summary>
    public string? LoginServer { get; init; }

    /// <summary>Of a role assignment: the id of the role.</summary>
    public string? RoleDefinitionId { get; init; }

    /// <summary>Of a subnet: its addresses, as in <c>10.0.0.0/24</c>.</summary>
    public string? AddressPrefix { get; init; }

    /// <summary>Of a subnet: its addresses where there are several ranges.</summary>
    public IReadOnlyList<string>? AddressPrefixes { get; init; }

    /// <summary>Of a subnet: which services may put something into it.</summary>
    public IReadOnlyList<DelegationDocument>? Delegations { get; init; }
}

/// <summary>A service that a subnet is delegated to.</summary>
internal sealed record DelegationDocument(DelegationProperties? Properties);

/// <summary>Its name.</summary>
internal sealed record DelegationProperties(string? ServiceName);

using Azure.Bicep.Types.Az;
using Azure.Bicep.Types.Concrete;

namespace LoadTestAz.AciStandIn.OfficialTypes;

/// <summary>
/// Microsoft's own definition of a container group, out of the package from which Bicep takes its types. It is generated
/// from the REST specification, so what passes here has the right names, places, kinds and values.
/// </summary>
internal static class OfficialType
{
    /// <summary>The resource type as ARM writes it.</summary>
    public const string Name = "Microsoft.ContainerInstance/containerGroups";

    /// <summary>The one version that the stand-in knows, as the product does.</summary>
    public const string ApiVersion = "2026-07-01";

    // A third of a second, once.
    private static readonly Lazy<ObjectType> Loaded = new(Load);

    /// <summary>The body of a PUT.</summary>
    public static ObjectType Body => Loaded.Value;

    private static ObjectType Load()
    {
        var loader = new AzTypeLoader();
        var resource = loader.LoadTypeIndex().Resources[$"{Name}@{ApiVersion}"];
        return (ObjectType)loader.LoadResourceType(resource).Body.Type;
    }
}

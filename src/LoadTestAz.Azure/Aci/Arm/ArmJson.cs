using System.Text.Json.Serialization;
using LoadTestAz.Azure.Aci.Groups;
using LoadTestAz.Azure.Aci.Preflight;

namespace LoadTestAz.Azure.Aci.Arm;

/// <summary>JSON of Azure Resource Manager: camelCase, made at compile time for NativeAOT.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(GroupBody))]
[JsonSerializable(typeof(GroupDocument))]
[JsonSerializable(typeof(GroupPage))]
[JsonSerializable(typeof(LogDocument))]
[JsonSerializable(typeof(ErrorDocument))]
[JsonSerializable(typeof(OperationDocument))]
[JsonSerializable(typeof(SubscriptionDocument))]
[JsonSerializable(typeof(ResourceGroupDocument))]
[JsonSerializable(typeof(ProviderDocument))]
[JsonSerializable(typeof(UsagePage))]
[JsonSerializable(typeof(CapabilityPage))]
[JsonSerializable(typeof(ResourceDocument))]
[JsonSerializable(typeof(ResourcePage))]
[JsonSerializable(typeof(RegistryToken))]
internal sealed partial class ArmJson : JsonSerializerContext;

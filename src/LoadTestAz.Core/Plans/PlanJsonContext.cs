using System.Text.Json.Serialization;

namespace LoadTestAz.Plans;

/// <summary>How a plan is written, worked out by the compiler: the worker is compiled ahead of time.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters =
    [
        typeof(K6DurationJsonConverter),
        typeof(CamelCaseEnumConverter<TestType>),
        typeof(CamelCaseEnumConverter<LoadTestEngine>),
        typeof(CamelCaseEnumConverter<LoadTestCapture>),
        typeof(CamelCaseEnumConverter<LoadTestCompute>),
        typeof(CamelCaseEnumConverter<CleanupPolicy>),
        typeof(CamelCaseEnumConverter<SetupPolicy>),
        typeof(CamelCaseEnumConverter<MissingWorkersPolicy>),
        typeof(CamelCaseEnumConverter<LoadDivision>),
        typeof(CamelCaseEnumConverter<LoadTestPriority>),
        typeof(CamelCaseEnumConverter<LoadTestCloud>),
    ])]
[JsonSerializable(typeof(LoadTestPlan))]
internal sealed partial class PlanJsonContext : JsonSerializerContext;

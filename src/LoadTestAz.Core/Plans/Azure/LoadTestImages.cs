using System.Reflection;

namespace LoadTestAz.Plans;

/// <summary>The images that workers run.</summary>
/// <param name="Protocol">Of protocol workers.</param>
/// <param name="Browser">Of browser workers.</param>
public sealed record LoadTestImages(string? Protocol, string? Browser)
{
    // Of this assembly, since plans are made here; all assemblies of the module have the same.
    private static readonly string Version =
        typeof(LoadTestImages).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The image that is pulled from a registry when the plan names none.</summary>
    public static string Default(string registry, TestType type) =>
        $"{registry}/{(type == TestType.Browser ? "loadtestaz-browser-worker" : "loadtestaz-worker")}:{Version}";

    /// <summary>The image of workers of that type; null when none is known.</summary>
    public string? Of(TestType type) => type == TestType.Browser ? Browser : Protocol;
}

using System.Reflection;
using LoadTestAz.Ports;

namespace LoadTestAz.Hosting;

/// <summary>
/// The parts that need Azure's and YAML's libraries. They live under <c>deps/</c> in a load context of their own, so
/// that other modules' versions of those libraries neither disturb us nor are disturbed. Loaded when first asked for.
/// </summary>
internal static class PrivateSide
{
    private static readonly Lazy<PrivateLoadContext> Context = new(() => new PrivateLoadContext(DepsFolder));
    private static readonly Lazy<IPlanDocumentReader> Reader = new(() => Create<IPlanDocumentReader>("LoadTestAz.Yaml", "LoadTestAz.Yaml.YamlPlanReader"));
    private static readonly Lazy<IAzurePlatform> AzurePlatform = new(() => Create<IAzurePlatform>("LoadTestAz.Azure", "LoadTestAz.Azure.AzurePlatform"));

    /// <summary>Reads plan files.</summary>
    public static IPlanDocumentReader PlanReader => Reader.Value;

    /// <summary>Stores and workers in Azure.</summary>
    public static IAzurePlatform Azure => AzurePlatform.Value;

    private static string DepsFolder => Path.Combine(Path.GetDirectoryName(typeof(PrivateSide).Assembly.Location)!, "deps");

    private static T Create<T>(string assembly, string type)
        where T : class
    {
        var loaded = Context.Value.LoadFromAssemblyName(new AssemblyName(assembly));
        return (T)Activator.CreateInstance(loaded.GetType(type, throwOnError: true)!)!;
    }
}

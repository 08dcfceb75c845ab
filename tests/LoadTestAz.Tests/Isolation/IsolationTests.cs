using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Isolation;

/// <summary>Azure's and YAML's libraries stay on the private side, whatever else the session has loaded.</summary>
public sealed class IsolationTests(OlderAzureCore older)
{
    private static readonly string Bin = Path.Combine(Repository.Module, "net8.0");

    public static TheoryData<string> PublicAssemblies => new(Directory.EnumerateFiles(Bin, "*.dll").Select(p => Path.GetFileName(p)));

    [Fact]
    public void Only_our_own_assemblies_stand_beside_the_cmdlets() =>
        Assert.Equal(
            ["LoadTestAz.Agent.dll", "LoadTestAz.Core.dll", "LoadTestAz.Reporting.dll", "LoadTestAz.dll"],
            PublicAssemblies.Select(r => r.Data).Order(StringComparer.Ordinal));

    [Theory]
    [MemberData(nameof(PublicAssemblies))]
    public void Default_side_references_neither_azure_nor_yaml(string name)
    {
        using var file = new PEReader(File.OpenRead(Path.Combine(Bin, name)));
        var metadata = file.GetMetadataReader();
        var references = metadata.AssemblyReferences.Select(r => metadata.GetString(metadata.GetAssemblyReference(r).Name)).ToList();
        Assert.NotEmpty(references);
        Assert.DoesNotContain(references, r => r.StartsWith("Azure", StringComparison.Ordinal) || r.Contains("Yaml", StringComparison.Ordinal) || r is "LoadTestAz.Azure" or "LoadTestAz.Yaml");
    }

    [Theory]
    [InlineData("Azure.Core.dll")]
    [InlineData("Azure.Storage.Blobs.dll")]
    [InlineData("YamlDotNet.dll")]
    [InlineData("LoadTestAz.Azure.dll")]
    [InlineData("LoadTestAz.Azure.deps.json")]
    [InlineData("LoadTestAz.Yaml.dll")]
    [InlineData("LoadTestAz.Yaml.deps.json")]
    public void Private_side_is_whole(string name) => Assert.True(File.Exists(Path.Combine(Bin, "deps", name)));

    [Fact]
    public void There_is_one_core() => Assert.False(File.Exists(Path.Combine(Bin, "deps", "LoadTestAz.Core.dll")));

    [Fact]
    public void A_yaml_plan_is_read_beside_an_older_azure_core()
    {
        Assert.Equal(new Version(1, 38, 0, 0), older.Assembly.GetName().Version);
        using var folder = new TemporaryFolder();
        var plan = folder.Write("plan.yaml", "test:\n  target_url: http://127.0.0.1:9\n");
        using var session = new ModuleRunspace();
        Assert.Single(session.Run($"New-AzLoadTestPlan -Path '{plan}'"));
        Assert.Equal("LoadTestAz", ContextOf("YamlDotNet"));
    }

    [Fact]
    public void A_blob_container_is_asked_beside_an_older_azure_core()
    {
        Assert.Equal(new Version(1, 38, 0, 0), older.Assembly.GetName().Version);
        using var session = new ModuleRunspace();

        // Nobody listens on port 9 of this machine: the error has to come from Azure's own client, which therefore ran.
        var error = session.RunToError("Merge-AzLoadTestResult -RunId 'lt-1' -Store 'https://127.0.0.1:9/account/results'");
        Assert.StartsWith("LoadTestAz.Store", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal("LoadTestAz", ContextOf("Azure.Storage.Blobs"));
        Assert.Equal(
            [("Default", "1.38.0.0"), ("LoadTestAz", "1.64.0.0")],
            Loaded("Azure.Core").Select(a => (AssemblyLoadContext.GetLoadContext(a)!.Name!, a.GetName().Version!.ToString())).Order());
    }

    [Fact]
    public void No_public_signature_shows_a_type_of_the_private_side()
    {
        using var session = new ModuleRunspace();
        var ours = AppDomain.CurrentDomain.GetAssemblies().Where(a => a.Location.StartsWith(Bin + Path.DirectorySeparatorChar, StringComparison.Ordinal) && !a.Location.Contains("deps", StringComparison.Ordinal)).ToList();
        Assert.Contains(ours, a => a.GetName().Name == "LoadTestAz");
        const BindingFlags Any = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
        var shown = ours.SelectMany(a => a.GetTypes()).SelectMany(t => t.GetFields(Any).Select(f => f.FieldType)
            .Concat(t.GetProperties(Any).Select(p => p.PropertyType))
            .Concat(t.GetMethods(Any).SelectMany(m => m.GetParameters().Select(p => p.ParameterType).Append(m.ReturnType))));
        Assert.DoesNotContain(shown.Select(t => t.Assembly.GetName().Name!), n => n.StartsWith("Azure", StringComparison.Ordinal) || n.Contains("Yaml", StringComparison.Ordinal));
    }

    private static IEnumerable<Assembly> Loaded(string name) => AppDomain.CurrentDomain.GetAssemblies().Where(a => a.GetName().Name == name);

    private static string? ContextOf(string name) => AssemblyLoadContext.GetLoadContext(Assert.Single(Loaded(name)))!.Name;
}

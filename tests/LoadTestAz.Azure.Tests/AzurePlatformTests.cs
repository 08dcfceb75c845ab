using System.Reflection;
using System.Runtime.Loader;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Azure.Tests.Blob;
using LoadTestAz.Azure.Tests.Identity;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests;

[Collection(nameof(EnvironmentCollection))]
public sealed class AzurePlatformTests(AzuriteFixture fixture)
{
    private const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public void An_address_that_makes_no_sense_is_refused_when_opened()
    {
        var error = Assert.Throws<StoreException>(() => new AzurePlatform().OpenStore("http://account.blob.core.windows.net/results", new AzureSignIn()));

        Assert.Equal(StoreFailure.InvalidLocation, error.Failure);
    }

    [Fact]
    public async Task Its_stores_share_one_sign_in()
    {
        var azurite = await fixture.RequireAsync();
        var signIns = 0;
        var factory = new AzurePlatform(new AzureServices(
            (_, _) =>
            {
                signIns++;
                return new UnsignedCredential();
            },
            () => AzuriteStores.NewOptions(azurite.Certificate.NewHandler()),
            () => new ArmOptions()));
        var location = azurite.NewLocation();

        await factory.OpenStore(location, new AzureSignIn()).WriteAsync("run/a", "a"u8.ToArray(), Cancel);

        Assert.Equal("a"u8.ToArray(), await factory.OpenStore(location, new AzureSignIn()).TryReadAsync("run/a", Cancel));
        Assert.Equal(1, signIns);
    }

    [Fact]
    public void A_plan_that_would_send_tokens_elsewhere_is_refused()
    {
        // As it may come out of a store that others write to: no binder has looked at it.
        var azure = ArmWorld.Plan().Azure! with { ArmEndpoint = new Uri("https://evil.example") };

        var error = Assert.Throws<ComputeException>(() => new AzurePlatform().OpenCompute(azure, new AzureSignIn(), null, null));

        Assert.Equal(ComputeFailure.PermissionDenied, error.Failure);
        Assert.Contains("evil.example", error.Message);
    }

    [Fact]
    public void Nothing_of_Azures_shows()
    {
        var type = Assert.Single(typeof(AzurePlatform).Assembly.GetExportedTypes());
        Assert.Equal(typeof(AzurePlatform), type);

        var shown = type.GetFields(Declared).Select(field => field.FieldType)
            .Concat(type.GetConstructors().SelectMany(constructor => constructor.GetParameters()).Select(parameter => parameter.ParameterType))
            .Concat(type.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly).SelectMany(method => method.GetParameters().Select(parameter => parameter.ParameterType).Append(method.ReturnType)))
            .Concat(type.GetInterfaces())
            .Concat(type.GetCustomAttributesData().Select(attribute => attribute.AttributeType))
            .SelectMany(shown => shown.GetGenericArguments().Append(shown));
        Assert.All(shown, shown => Assert.Contains(shown.Assembly, new[] { typeof(object).Assembly, typeof(IResultStore).Assembly }));
    }

    /// <summary>As the module does it: Core is everybody's, all else is found by LoadTestAz.Azure.deps.json.</summary>
    [Fact]
    public async Task It_works_in_a_load_context_of_its_own()
    {
        using var environment = new EnvironmentScope(("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential"), ("AZURE_CLIENT_ID", null), ("AZURE_TENANT_ID", null));
        var core = typeof(IAzurePlatform).Assembly;
        var path = Path.Combine(AppContext.BaseDirectory, "LoadTestAz.Azure.dll")
            .Replace(Path.Combine("tests", "LoadTestAz.Azure.Tests"), Path.Combine("src", "LoadTestAz.Azure"))
            .Replace("net10.0", "net8.0");
        var resolver = new AssemblyDependencyResolver(path);
        var context = new AssemblyLoadContext("private");
        context.Resolving += (_, name) => name.Name == core.GetName().Name ? core : resolver.ResolveAssemblyToPath(name) is { } file ? context.LoadFromAssemblyPath(file) : null;
        var loaded = context.LoadFromAssemblyPath(path);
        Assert.NotSame(typeof(AzurePlatform).Assembly, loaded);

        var factory = Assert.IsAssignableFrom<IAzurePlatform>(Activator.CreateInstance(loaded.GetType(typeof(AzurePlatform).FullName!)!));
        var store = factory.OpenStore("https://account.blob.invalid/results", new AzureSignIn());
        var error = await Assert.ThrowsAsync<StoreException>(() => store.ListAsync("", Cancel));

        Assert.Equal(StoreFailure.PermissionDenied, error.Failure);
        Assert.Contains("no sign-in", error.Message);
    }
}

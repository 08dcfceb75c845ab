using System.Reflection;
using System.Runtime.Loader;

[assembly: AssemblyFixture(typeof(LoadTestAz.Tests.Isolation.OlderAzureCore))]

namespace LoadTestAz.Tests.Isolation;

/// <summary>
/// Loads Azure.Core 1.38 into the default context before any test imports the module, as another module of the session
/// would have done: every hosted test runs under that condition.
/// </summary>
public sealed class OlderAzureCore
{
    public OlderAzureCore() =>
        Assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, "older", "Azure.Core.dll"));

    /// <summary>The older assembly.</summary>
    public Assembly Assembly { get; }
}

using System.Reflection;
using System.Runtime.Loader;

namespace LoadTestAz.Hosting;

/// <summary>
/// Loads the assemblies under <c>deps/</c>, as their deps.json files say; LoadTestAz.Core and whatever .NET itself
/// brings come from the default context, so that both sides speak of the same types.
/// </summary>
/// <seealso href="https://learn.microsoft.com/powershell/scripting/dev-cross-plat/resolving-dependency-conflicts"/>
internal sealed class PrivateLoadContext(string folder) : AssemblyLoadContext("LoadTestAz")
{
    private static readonly Assembly[] Shared = [typeof(Plans.LoadTestPlan).Assembly];

    private readonly AssemblyDependencyResolver[] _resolvers =
        [.. Directory.EnumerateFiles(folder, "LoadTestAz.*.dll").Select(path => new AssemblyDependencyResolver(path))];

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Shared.FirstOrDefault(a => a.GetName().Name == assemblyName.Name) is { } shared)
            return shared;
        var path = _resolvers.Select(r => r.ResolveAssemblyToPath(assemblyName)).FirstOrDefault(p => p is not null);
        return path is null ? null : LoadFromAssemblyPath(path);
    }

    /// <inheritdoc/>
    protected override IntPtr LoadUnmanagedDll(string unmanagedDllName)
    {
        var path = _resolvers.Select(r => r.ResolveUnmanagedDllToPath(unmanagedDllName)).FirstOrDefault(p => p is not null);
        return path is null ? IntPtr.Zero : LoadUnmanagedDllFromPath(path);
    }
}

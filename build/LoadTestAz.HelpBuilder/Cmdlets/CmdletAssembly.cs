using System.Management.Automation;
using System.Reflection;
using System.Runtime.Loader;

namespace LoadTestAz.HelpBuilder.Cmdlets;

/// <summary>Loads an assembly of cmdlets with what lies beside it.</summary>
internal sealed class CmdletAssembly : AssemblyLoadContext
{
    private static readonly Assembly PowerShell = typeof(Cmdlet).Assembly;

    private readonly string _folder;

    private CmdletAssembly(string folder)
        : base("Cmdlets")
    {
        _folder = folder;
    }

    /// <summary>Loads an assembly.</summary>
    /// <param name="path">Full path.</param>
    public static Assembly Load(string path) => new CmdletAssembly(Path.GetDirectoryName(path)!).LoadFromAssemblyPath(path);

    /// <inheritdoc/>
    protected override Assembly? Load(AssemblyName assemblyName)
    {
        // Cmdlets are built against a reference assembly of the same name; its attributes must be those that we look for.
        if (assemblyName.Name == PowerShell.GetName().Name)
            return PowerShell;
        var path = Path.Combine(_folder, assemblyName.Name + ".dll");
        return File.Exists(path) ? LoadFromAssemblyPath(path) : null;
    }
}

using System.Management.Automation;
using System.Reflection;
using System.Reflection.Emit;

namespace LoadTestAz.Benchmarks.Performance.Importing;

/// <summary>A binary module with one cmdlet that does nothing: what importing costs in any case.</summary>
internal static class EmptyModule
{
    /// <summary>Writes it.</summary>
    /// <param name="folder">Where its folder is made.</param>
    /// <param name="name">Its name.</param>
    /// <returns>The path of its manifest.</returns>
    public static string Write(string folder, string name)
    {
        var module = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var assembly = new PersistedAssemblyBuilder(new AssemblyName(name), typeof(object).Assembly);
        var cmdlet = assembly.DefineDynamicModule(name).DefineType($"{name}.GetNothing", TypeAttributes.Public | TypeAttributes.Sealed, typeof(PSCmdlet));
        cmdlet.SetCustomAttribute(new CustomAttributeBuilder(typeof(CmdletAttribute).GetConstructor([typeof(string), typeof(string)])!, ["Get", name]));
        cmdlet.CreateType();
        assembly.Save(Path.Combine(module, $"{name}.dll"));
        var manifest = Path.Combine(module, $"{name}.psd1");
        File.WriteAllText(manifest, $$"""
            @{
                RootModule = '{{name}}.dll'
                ModuleVersion = '1.0.0'
                GUID = '{{Guid.NewGuid()}}'
                CmdletsToExport = @('Get-{{name}}')
                FunctionsToExport = @()
                AliasesToExport = @()
                VariablesToExport = @()
            }
            """);
        return manifest;
    }
}

using System.Management.Automation;
using System.Management.Automation.Language;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Docs;

/// <summary>
/// Holds PowerShell code of documents against the commands that there are. Ours, and those of the project's shell, are looked
/// at parameter by parameter; of others only the names are known.
/// </summary>
internal sealed class PowerShellCheck : IDisposable
{
    // What the documents may use that is neither ours nor the engine's: a name that is not here is a slip of the pen.
    private static readonly HashSet<string> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        "Get-ChildItem", "Get-Content", "Set-Content", "Out-File", "New-Item", "Remove-Item", "Get-Secret", "Set-PSResourceRepository", "Install-PSResource", "Publish-PSResource",
        "Connect-AzAccount", "Get-AzAccessToken", "Get-AutomationVariable", "Set-AzContext", "Get-AzContext",
        "Register-AzResourceProvider", "New-AzResourceGroup", "New-AzResourceGroupDeployment", "New-AzStorageAccount", "New-AzContainerRegistry",
        "New-AzUserAssignedIdentity", "New-AzRoleAssignment", "Get-AzADUser", "Invoke-Pester", "Format-List", "Expand-Archive", "Get-FileHash",
    };

    private readonly ModuleRunspace _session = new(shell: true);

    public void Dispose() => _session.Dispose();

    /// <summary>What is wrong with a piece of code.</summary>
    public IEnumerable<string> Find(string code)
    {
        var script = Parser.ParseInput(code, out _, out var errors);
        foreach (var error in errors)
            yield return $"line {error.Extent.StartLineNumber}: {error.Message}";
        var own = script.FindAll(ast => ast is FunctionDefinitionAst, searchNestedScriptBlocks: true).Cast<FunctionDefinitionAst>().Select(f => f.Name).ToHashSet(StringComparer.OrdinalIgnoreCase);
        foreach (var command in script.FindAll(ast => ast is CommandAst, searchNestedScriptBlocks: true).Cast<CommandAst>())
        {
            if (command.GetCommandName() is { } name && !own.Contains(name) && Fault(command, name) is { } fault)
                yield return $"line {command.Extent.StartLineNumber}: {fault}";
        }
    }

    private string? Fault(CommandAst command, string name)
    {
        if (name.StartsWith("./", StringComparison.Ordinal))
            return ScriptFault(command, name);
        if (name is "dotnet")
            return BashCheck.DotnetFault([.. command.CommandElements.Skip(1).Select(e => e is StringConstantExpressionAst text ? text.Value : e.Extent.Text)], this);
        if (Others.Contains(name))
            return null;
        if (_session.Find(name) is not { } info)
            return $"There is no command '{name}'. If it is one of PowerShell's or Azure's, name it in {nameof(PowerShellCheck)}.";
        return command.CommandElements.OfType<CommandParameterAst>()
            .Where(p => !info.Parameters.Values.Any(known => known.Name.Equals(p.ParameterName, StringComparison.OrdinalIgnoreCase) || known.Aliases.Contains(p.ParameterName, StringComparer.OrdinalIgnoreCase)))
            .Select(p => $"{name} has no parameter -{p.ParameterName}. Documents write names in full.").FirstOrDefault();
    }

    // A script of the repository: its parameters, and their choices.
    private static string? ScriptFault(CommandAst command, string name)
    {
        var path = Path.Combine(Repository.Root, name);
        if (!File.Exists(path))
            return $"There is no script '{name}'.";
        var parameters = Parser.ParseFile(path, out _, out _).ParamBlock?.Parameters.Select(p => p.Name.VariablePath.UserPath).ToHashSet(StringComparer.OrdinalIgnoreCase) ?? [];
        return command.CommandElements.OfType<CommandParameterAst>().Where(p => !parameters.Contains(p.ParameterName)).Select(p => $"{name} has no parameter -{p.ParameterName}.").FirstOrDefault();
    }
}

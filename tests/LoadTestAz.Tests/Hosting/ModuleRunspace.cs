using System.Management.Automation;
using System.Management.Automation.Runspaces;
using LoadTestAz.Shell.Hosting;

namespace LoadTestAz.Tests.Hosting;

/// <summary>A runspace with the shipped module imported, as a PowerShell session has it.</summary>
internal sealed class ModuleRunspace : IDisposable
{
    private readonly Runspace _runspace;

    /// <param name="location">The session's current location.</param>
    /// <param name="shell">Whether it has the everyday commands of the project's shell, such as Select-Object.</param>
    public ModuleRunspace(string? location = null, bool shell = false)
    {
        var state = shell ? SessionStateFactory.Create() : InitialSessionState.CreateDefault2();
        state.ThrowOnRunspaceOpenError = true;
        _runspace = RunspaceFactory.CreateRunspace(state);
        _runspace.Open();
        Run($"Import-Module '{Path.Combine(Repository.Module, "LoadTestAz.psd1")}' -ErrorAction Stop");
        if (location is not null)
            _runspace.SessionStateProxy.Path.SetLocation(location); // The session has no Set-Location.
    }

    /// <summary>A new pipeline in this session.</summary>
    public PowerShell Script(string script)
    {
        var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script);
        return shell;
    }

    /// <summary>Runs a script that must end without any error.</summary>
    public List<PSObject> Run(string script)
    {
        using var shell = Script(script);
        var output = shell.Invoke().ToList();
        if (shell.Streams.Error.Count > 0)
            throw new InvalidOperationException($"{script}: {string.Join("; ", shell.Streams.Error)}");
        return output;
    }

    /// <summary>Runs a script that must end with an error, and gives the first one.</summary>
    public ErrorRecord RunToError(string script)
    {
        using var shell = Script(script);
        try
        {
            shell.Invoke();
        }
        catch (RuntimeException e)
        {
            return e.ErrorRecord;
        }

        return shell.Streams.Error.Count > 0 ? shell.Streams.Error[0] : throw new InvalidOperationException($"No error came of: {script}");
    }

    /// <summary>A command of this session; null when there is none of that name.</summary>
    public CommandInfo? Find(string name)
    {
        using var shell = Script("param($name) Get-Command -Name $name -ErrorAction Ignore");
        var found = shell.AddArgument(name).Invoke<CommandInfo>().FirstOrDefault();
        return found is AliasInfo alias ? alias.ResolvedCommand : found;
    }

    /// <summary>What Tab offers at the end of a line.</summary>
    public List<CompletionResult> Tab(string line)
    {
        using var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        return [.. CommandCompletion.CompleteInput(line, line.Length, null, shell).CompletionMatches];
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}

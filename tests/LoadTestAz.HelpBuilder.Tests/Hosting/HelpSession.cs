using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace LoadTestAz.HelpBuilder.Tests.Hosting;

/// <summary>A session with a module imported, in the invariant culture, which is where all our programs run.</summary>
internal sealed class HelpSession : IDisposable
{
    private readonly CapturingHost _host = new();
    private readonly Runspace _runspace;

    /// <summary>Opens a session.</summary>
    /// <param name="manifest">The module's psd1.</param>
    public HelpSession(string manifest)
    {
        _runspace = RunspaceFactory.CreateRunspace(_host, InitialSessionState.CreateDefault2());
        _runspace.Open();
        Show($"Import-Module '{manifest}' -ErrorAction Stop");
    }

    /// <summary>Runs a script and gives what it shows.</summary>
    public string Show(string script)
    {
        _host.Captured.Text.Clear();
        using var shell = PowerShell.Create();
        shell.Runspace = _runspace;
        shell.AddScript(script).AddCommand("Out-Default");
        shell.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        shell.Invoke();
        return _host.Captured.Text.ToString();
    }

    /// <inheritdoc/>
    public void Dispose() => _runspace.Dispose();
}

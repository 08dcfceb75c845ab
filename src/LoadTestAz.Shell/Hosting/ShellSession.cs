using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Runspaces;

namespace LoadTestAz.Shell.Hosting;

/// <summary>A runspace with the module imported, and the way to run something in it.</summary>
internal sealed class ShellSession : IDisposable
{
    private static readonly CmdletInfo Display = new("Out-Shell", typeof(OutShellCommand));

    private readonly Runspace _runspace;
    private readonly ShellUserInterface _ui;
    private readonly Interrupts _interrupts;

    private ShellSession(Runspace runspace, ShellUserInterface ui, Interrupts interrupts)
    {
        _runspace = runspace;
        _ui = ui;
        _interrupts = interrupts;
    }

    /// <summary>Whether the last statement that ran to its end succeeded: <c>$?</c>.</summary>
    public bool LastSucceeded { get; private set; } = true;

    /// <summary>Opens a session. The module is not in it yet.</summary>
    public static ShellSession Open(ShellHost host, ShellUserInterface ui, Interrupts interrupts)
    {
        Runspace runspace = RunspaceFactory.CreateRunspace(host, SessionStateFactory.Create());
        // Variables of the thread (culture, apartment) survive from one line at the prompt to the next.
        runspace.ThreadOptions = PSThreadOptions.ReuseThread;
        runspace.Open();
        return new ShellSession(runspace, ui, interrupts);
    }

    /// <summary>
    /// Imports the module, and lets <c>Import-Module LoadTestAz</c> in a script find the same one.
    /// </summary>
    public RunOutcome ImportModule(string folder)
    {
        string parent = Path.GetDirectoryName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar))!;
        string known = Environment.GetEnvironmentVariable("PSModulePath") ?? "";
        if (!known.Split(Path.PathSeparator).Contains(parent))
            Environment.SetEnvironmentVariable("PSModulePath", known.Length == 0 ? parent : parent + Path.PathSeparator + known);
        return Run(new PSCommand().AddCommand("Import-Module")
            .AddParameter("Name", ModuleLocator.ManifestIn(Path.GetFullPath(folder)))
            .AddParameter("Global")
            .AddParameter("ErrorAction", ActionPreference.Stop));
    }

    /// <summary>Runs a script file; its arguments are read as <c>pwsh -File</c> reads them.</summary>
    public RunOutcome RunScript(string path, IEnumerable<string> arguments)
    {
        var script = new Command(Path.GetFullPath(path), isScript: false, useLocalScope: false);
        foreach (CommandParameter parameter in ScriptArguments.Parse(arguments))
            script.Parameters.Add(parameter);
        EngineInternals.LetNextScriptExit(_runspace);
        return Run(new PSCommand().AddCommand(script));
    }

    /// <summary>Runs a text. What it defines stays in the session.</summary>
    public RunOutcome RunText(string text, bool addToHistory = false) =>
        Run(new PSCommand().AddScript(text, useLocalScope: false), addToHistory);

    public void Dispose() => _runspace.Dispose();

    private RunOutcome Run(PSCommand command, bool addToHistory = false)
    {
        // The pipeline's thread takes the culture of the one that starts it, not the host's.
        CultureInfo.CurrentCulture = ShellCulture.Instance;
        using var powerShell = PowerShell.Create(_runspace);
        powerShell.Commands = command;
        powerShell.AddCommand(Display).AddParameter("Status", new Action<bool>(succeeded => LastSucceeded = succeeded));
        // Errors are shown here and not by Out-Default: theirs is the one text that must name the error's id.
        powerShell.Streams.Error.DataAdding += (_, e) => _ui.WriteError((ErrorRecord)e.ItemAdded, mistakes: null);
        using IDisposable interruptible = _interrupts.Enter(() => powerShell.BeginStop(null, null));
        try
        {
            powerShell.Invoke(input: null, new PSInvocationSettings { AddToHistory = addToHistory });
            return powerShell.InvocationStateInfo.State == PSInvocationState.Stopped ? RunOutcome.Stopped : RunOutcome.Completed;
        }
        catch (PipelineStoppedException)
        {
            return RunOutcome.Stopped;
        }
        catch (RuntimeException e)
        {
            _ui.WriteError(e.ErrorRecord, (e as ParseException)?.Errors);
            return RunOutcome.Failed;
        }
        finally
        {
            _ui.EndProgress();
        }
    }
}

using System.Management.Automation;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// The end of the shell's pipelines: Out-Default, except that what it holds back to measure a table's columns is shown
/// also when an error or <c>exit</c> ends the script; a result must not vanish because the next line failed.
/// </summary>
[Cmdlet(VerbsData.Out, "Shell")]
internal sealed class OutShellCommand : PSCmdlet, IDisposable
{
    private SteppablePipeline? _display;

    [Parameter(ValueFromPipeline = true)]
    public PSObject? InputObject { get; set; }

    /// <summary>Is told <c>$?</c> as the last statement left it; afterwards this command's own work has changed it.</summary>
    [Parameter]
    public Action<bool>? Status { get; set; }

    protected override void BeginProcessing()
    {
        _display = ScriptBlock.Create("Out-Default").GetSteppablePipeline(CommandOrigin.Internal);
        _display.Begin(expectInput: true);
    }

    protected override void ProcessRecord() => _display!.Process(InputObject);

    protected override void EndProcessing()
    {
        Status?.Invoke(LanguagePrimitives.IsTrue(GetVariableValue("?")));
        Finish();
    }

    public void Dispose()
    {
        // PowerShell disposes commands on the pipeline's thread, also after an error.
        if (!Stopping)
            Finish();
        _display?.Dispose();
        _display = null;
    }

    private void Finish()
    {
        using SteppablePipeline? display = _display;
        _display = null;
        display?.End();
    }
}

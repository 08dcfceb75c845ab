using LoadTestAz.Shell.Hosting;
using LoadTestAz.Shell.Rendering;
using LoadTestAz.Shell.Terminals;

namespace LoadTestAz.Tests.Hosting;

/// <summary>A session with the shipped module at a screen whose width can be chosen; what is shown is kept as text.</summary>
internal sealed class Screen : ITerminal, IDisposable
{
    private readonly StringWriter _shown = new() { NewLine = "\n" };
    private readonly ShellServices _services = new(TimeProvider.System);
    private readonly ShellSession _session;

    public Screen()
    {
        var ui = new ShellUserInterface(this, new NoProgressDisplay(), new ShellPrompts(this, new LineEditor(this), isNonInteractive: true));
        _session = ShellSession.Open(new ShellHost(ui, _services), ui, new Interrupts(TimeProvider.System));
        Assert.Equal(RunOutcome.Completed, _session.ImportModule(Repository.Module));
    }

    public int Width { get; set; } = 120;

    public int Height => 50;

    public TextWriter Out => _shown;

    public TextWriter Error => _shown;

    public TextReader In => TextReader.Null;

    public bool CanReadKeys => false;

    public bool IsOutTerminal => false;

    public bool IsErrorTerminal => false;

    public bool WantsColor => false;

    public ConsoleKeyInfo ReadKey() => throw new InvalidOperationException("Nobody is there.");

    /// <summary>What a script shows, lines ended by \n.</summary>
    public string Show(string script)
    {
        _shown.GetStringBuilder().Clear();
        var outcome = _session.RunText(script);
        var shown = _shown.ToString().ReplaceLineEndings("\n");
        Assert.True(outcome == RunOutcome.Completed && _session.LastSucceeded, shown);
        return shown;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _services.Dispose();
    }
}

using System.Globalization;
using System.Management.Automation;
using System.Management.Automation.Host;
using LoadTestAz.Shell.CommandLine;

namespace LoadTestAz.Shell.Hosting;

/// <summary>The host that PowerShell talks to.</summary>
internal sealed class ShellHost(ShellUserInterface ui, ShellServices services) : PSHost
{
    // Get-Help looks for help files by culture, and the shell's help is in en-US only.
    private static readonly CultureInfo English = new("en-US");

    private readonly PSObject _privateData = PSObject.AsPSObject(services);

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "LoadTestAz.Shell";

    public override Version Version { get; } = Version.Parse(HelpText.Version);

    public override CultureInfo CurrentCulture => ShellCulture.Instance;

    public override CultureInfo CurrentUICulture => English;

    public override PSHostUserInterface UI => ui;

    public override PSObject PrivateData => _privateData;

    /// <summary>The code of <c>exit</c>, once a script has called it.</summary>
    public int? ExitCode { get; private set; }

    public override void SetShouldExit(int exitCode) => ExitCode = exitCode;

    public override void EnterNestedPrompt() => throw NoNestedPrompts();

    public override void ExitNestedPrompt() => throw NoNestedPrompts();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }

    private static PSNotSupportedException NoNestedPrompts() => new("LoadTestAz.Shell has no nested prompts; use pwsh to debug a script.");
}

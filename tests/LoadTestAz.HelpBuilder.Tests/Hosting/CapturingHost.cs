using System.Globalization;
using System.Management.Automation.Host;

namespace LoadTestAz.HelpBuilder.Tests.Hosting;

/// <summary>A host that keeps what is shown.</summary>
internal sealed class CapturingHost : PSHost
{
    public CapturingUserInterface Captured { get; } = new();

    public override Guid InstanceId { get; } = Guid.NewGuid();

    public override string Name => "Tests";

    public override Version Version { get; } = new(1, 0);

    public override CultureInfo CurrentCulture => CultureInfo.InvariantCulture;

    public override CultureInfo CurrentUICulture => CultureInfo.InvariantCulture;

    public override PSHostUserInterface UI => Captured;

    public override void SetShouldExit(int exitCode)
    {
    }

    public override void EnterNestedPrompt() => throw new NotSupportedException();

    public override void ExitNestedPrompt() => throw new NotSupportedException();

    public override void NotifyBeginApplication()
    {
    }

    public override void NotifyEndApplication()
    {
    }
}

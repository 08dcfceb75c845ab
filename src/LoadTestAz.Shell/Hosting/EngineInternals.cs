using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.PowerShell.Commands.Internal.Format;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// The few members of the engine that pwsh's own host and utility commands use and that are not public. All of them are
/// here, and each has a test, so that a new version of System.Management.Automation that changes one is noticed at once.
/// </summary>
/// <remarks>This goes once Microsoft.PowerShell.SDK, which has those commands, can be a dependency.</remarks>
internal static class EngineInternals
{
    private const BindingFlags Hidden = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;

    private static readonly Assembly Engine = typeof(PSObject).Assembly;

    /// <summary>
    /// <c>exit N</c> in the next script file ends the session with N, as <c>pwsh -File</c> has it; else it would only end
    /// the script and leave N in <c>$LASTEXITCODE</c>, where it can't be told from a native command's code.
    /// </summary>
    public static void LetNextScriptExit(Runspace runspace)
    {
        object context = typeof(Runspace).GetProperty("ExecutionContext", Hidden)!.GetValue(runspace)!;
        context.GetType().GetProperty("ScriptCommandProcessorShouldRethrowExit", Hidden)!.SetValue(context, true);
    }

    /// <summary>The exception that ends the commands before <paramref name="cmdlet"/> in the pipeline, without an error.</summary>
    public static Exception StopUpstream(PSCmdlet cmdlet) => (Exception)Activator.CreateInstance(
        Engine.GetType("System.Management.Automation.StopUpstreamCommandsException", throwOnError: true)!, Hidden, binder: null, [cmdlet], culture: null)!;

    /// <summary>Makes <paramref name="cmdlet"/> format as a <c>Table</c> or a <c>List</c>.</summary>
    public static void SetShape(FrontEndCommandBase cmdlet, string shape)
    {
        string space = typeof(FrontEndCommandBase).Namespace!;
        Type shapes = Engine.GetType(space + ".FormatShape", throwOnError: true)!;
        Type formatter = Engine.GetType(space + ".InnerFormatShapeCommand", throwOnError: true)!;
        object implementation = Activator.CreateInstance(formatter, Hidden, binder: null, [Enum.Parse(shapes, shape)], culture: null)!;
        typeof(FrontEndCommandBase).GetField("implementation", Hidden)!.SetValue(cmdlet, implementation);
    }

    /// <summary>Says that the error was made by <paramref name="invocation"/>, and not by the command that writes it.</summary>
    public static void SetOrigin(ErrorRecord error, InvocationInfo invocation)
    {
        SetInvocationInfo(error, invocation);
        SetPreserveInvocationInfoOnce(error, true);
    }

    [UnsafeAccessor(UnsafeAccessorKind.Method)]
    private static extern void SetInvocationInfo(ErrorRecord error, InvocationInfo invocation);

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "set_PreserveInvocationInfoOnce")]
    private static extern void SetPreserveInvocationInfoOnce(ErrorRecord error, bool value);
}

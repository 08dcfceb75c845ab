using System.Management.Automation;
using System.Management.Automation.Runspaces;
using System.Reflection;
using Microsoft.PowerShell;

namespace LoadTestAz.Shell.Hosting;

/// <summary>
/// The commands of a new session. The package System.Management.Automation brings only the engine's own commands, so the
/// shell adds everyday ones, each only where none of that name is there.
/// </summary>
internal static class SessionStateFactory
{
    public static InitialSessionState Create()
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            // The user named the script on the command line of this program: that is the consent.
            state.ExecutionPolicy = ExecutionPolicy.Bypass;
        }

        foreach (Type type in typeof(SessionStateFactory).Assembly.GetTypes())
        {
            if (type.GetCustomAttribute<CmdletAttribute>() is not { } cmdlet)
                continue;
            string name = $"{cmdlet.VerbName}-{cmdlet.NounName}";
            if (state.Commands[name].Count == 0)
                state.Commands.Add(new SessionStateCmdletEntry(name, type, helpFileName: null));
        }

        return state;
    }
}

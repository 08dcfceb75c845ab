using System.Management.Automation;

namespace LoadTestAz.Completion;

/// <summary>Paths as the session sees them: its location is not the process's, and its drives are its own.</summary>
internal static class SessionPath
{
    /// <summary>The full path of what may not be there yet. Only while the session completes something, on its thread.</summary>
    public static string Resolve(string path)
    {
        using var shell = PowerShell.Create(RunspaceMode.CurrentRunspace);
        return shell.AddScript("param($path) $ExecutionContext.SessionState.Path.GetUnresolvedProviderPathFromPSPath($path)", useLocalScope: true)
            .AddArgument(path).Invoke<string>().Single();
    }
}

using System.Collections;
using System.Management.Automation;

namespace LoadTestAz.Hosting;

/// <summary>Tells whether a session shows progress records to anybody.</summary>
internal static class ProgressSurface
{
    // What build servers set. https://learn.microsoft.com/azure/devops/pipelines/build/variables,
    // https://docs.github.com/actions/reference/workflows-and-actions/variables; CI is everybody else's.
    private static readonly string[] BuildServers = ["TF_BUILD", "GITHUB_ACTIONS", "CI"];

    // Hosts that write to the console of their process.
    private static readonly string[] ConsoleHosts = ["ConsoleHost", "LoadTestAz.Shell"];

    /// <summary>True in an Azure Automation runbook, whose job history keeps verbose messages where that is turned on, but no host output.</summary>
    public static bool IsRunbook =>
        (Environment.GetEnvironmentVariable("AZUREPS_HOST_ENVIRONMENT") ?? "").StartsWith("AzureAutomation", StringComparison.OrdinalIgnoreCase)
        || Environment.GetEnvironmentVariables().Cast<DictionaryEntry>().Any(e => ((string)e.Key).StartsWith("AUTOMATION_ASSET_", StringComparison.OrdinalIgnoreCase));

    /// <summary>True where nobody sees a progress bar: on build servers, in runbooks, in logs, and where it is switched off. On the pipeline thread only.</summary>
    public static bool HasNoBar(PSCmdlet cmdlet) =>
        BuildServers.Any(IsSet) || IsRunbook || IsSilenced(cmdlet) || (ConsoleHosts.Contains(cmdlet.Host.Name) && (Console.IsOutputRedirected || IsNonInteractive(Environment.GetCommandLineArgs())));

    /// <summary>Whether a shell was started with -NonInteractive, of which its command line takes any beginning down to -noni.</summary>
    internal static bool IsNonInteractive(IEnumerable<string> commandLine) => commandLine.Skip(1).Any(argument =>
        argument.TrimStart('-', '/') is { Length: >= 4 } name && name.Length < argument.Length && "NonInteractive".StartsWith(name, StringComparison.OrdinalIgnoreCase));

    private static bool IsSet(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } value && !value.Equals("false", StringComparison.OrdinalIgnoreCase) && value != "0";

    private static bool IsSilenced(PSCmdlet cmdlet)
    {
        var preference = cmdlet.MyInvocation.BoundParameters.TryGetValue("ProgressAction", out var given) ? given : cmdlet.GetVariableValue("ProgressPreference");
        return LanguagePrimitives.TryConvertTo<ActionPreference>(preference, out var action) && action is ActionPreference.SilentlyContinue or ActionPreference.Ignore;
    }
}

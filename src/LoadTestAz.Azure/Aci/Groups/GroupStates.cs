using System.Globalization;
using LoadTestAz.Ports;
using LoadTestAz.Runs;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>Tells what a group's document means.</summary>
internal static class GroupStates
{
    /// <summary>The operation that made the group has failed.</summary>
    public const string Failed = "Failed";

    // https://learn.microsoft.com/azure/container-instances/container-instances-troubleshooting (exit codes)
    private const int PlatformRestarted = 7147;
    private const int PlatformStopped = 7148;
    private const int Killed = 137;

    /// <summary>Its group could not be made.</summary>
    public static bool HasFailed(GroupDocument group) => Same(group.Properties?.ProvisioningState, Failed) || Same(group.Properties?.ProvisioningState, "Canceled");

    /// <summary>A group as a list shows it: whether it was made, and no more than that.</summary>
    public static ComputeState Rough(GroupDocument group) =>
        HasFailed(group) ? ComputeState.Ended
        : Same(group.Properties?.ProvisioningState, "Succeeded") ? ComputeState.Running
        : ComputeState.Creating;

    /// <summary>A group with its instance views.</summary>
    public static ComputeInstance Describe(int worker, GroupDocument group)
    {
        var view = group.Properties?.Containers?.FirstOrDefault()?.Properties?.InstanceView;
        var state = view?.CurrentState;
        if (Same(state?.State, "Terminated"))
            return Ended(worker, group, state!, view!);
        if (HasFailed(group))
            return Refused(worker, group.Name, null, LastTrouble(group));
        if (Same(state?.State, "Running"))
            return new(worker, group.Name, ComputeState.Running, view!.RestartCount > 0 ? $"The platform has started its container {view.RestartCount + 1} times." : null);
        // Stopped by somebody, or the group ended before its container was seen.
        if (group.Properties?.InstanceView?.State is { } own && (Same(own, "Stopped") || Same(own, "Failed") || Same(own, "Succeeded")))
            return new(worker, group.Name, ComputeState.Ended, $"Azure says that container group '{group.Name}' is {own}. {LastTrouble(group)}".TrimEnd());
        var pulling = Events(group).LastOrDefault(e => e.Name is "Pulling" or "Pulled")?.Name is "Pulling";
        var trouble = LastTrouble(group);
        return new(
            worker, group.Name, pulling ? ComputeState.Pulling : ComputeState.Creating,
            trouble is null ? null : $"Azure says of container group '{group.Name}': {trouble}", IsOfPull(trouble) ? WorkerCause.ImagePull : WorkerCause.None);
    }

    /// <summary>A group that could not be made, with the reason.</summary>
    public static ComputeInstance Refused(int worker, string name, string? code, string? message)
    {
        var verdict = GroupVerdicts.OfError(code, message);
        if (verdict is GroupVerdict.Refused && IsOfPull(message))
            verdict = GroupVerdict.ImagePull;
        var words = string.Join(": ", new[] { code, message?.TrimEnd('.') }.Where(part => !string.IsNullOrEmpty(part)));
        return new(worker, name, ComputeState.Ended, $"Azure could not make container group '{name}'{(words.Length == 0 ? "" : ": " + words)}.{GroupVerdicts.AdviceOn(verdict)}", GroupVerdicts.CauseOf(verdict));
    }

    private static ComputeInstance Ended(int worker, GroupDocument group, ContainerStateDocument state, ContainerInstanceView view)
    {
        var cause = state.ExitCode switch
        {
            PlatformRestarted or PlatformStopped => WorkerCause.PlatformRestart,
            Killed => WorkerCause.OutOfMemory,
            _ => WorkerCause.None,
        };
        var meaning = cause switch
        {
            WorkerCause.PlatformRestart => " This is the platform's doing (maintenance, or Spot taken back), not the test's.",
            WorkerCause.OutOfMemory => " It was killed, most likely for want of memory: give each worker more, or fewer VUs.",
            _ => "",
        };
        var detail = string.Create(CultureInfo.InvariantCulture, $"Its container ended with exit code {state.ExitCode} ({state.DetailStatus}).{meaning}");
        return new(worker, group.Name, ComputeState.Ended, view.RestartCount > 0 ? $"{detail} The platform had started it {view.RestartCount + 1} times." : detail, cause);
    }

    // What the platform complained about last, in its own words.
    private static string? LastTrouble(GroupDocument group) =>
        Events(group).LastOrDefault(e => Same(e.Type, "Warning") || Same(e.Name, "Failed"))?.Message;

    private static bool IsOfPull(string? words) => words?.Contains("pull", StringComparison.OrdinalIgnoreCase) == true;

    private static IEnumerable<EventDocument> Events(GroupDocument group) =>
        (group.Properties?.InstanceView?.Events ?? [])
            .Concat(group.Properties?.Containers?.FirstOrDefault()?.Properties?.InstanceView?.Events ?? [])
            .OrderBy(e => e.LastTimestamp ?? DateTimeOffset.MinValue);

    private static bool Same(string? a, string b) => b.Equals(a, StringComparison.OrdinalIgnoreCase);
}

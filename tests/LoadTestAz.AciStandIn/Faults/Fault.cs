using System.Text.Json.Serialization;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.Plans;

namespace LoadTestAz.AciStandIn.Faults;

/// <summary>
/// One thing that goes wrong, and for whom. It strikes a request that fits all of what is given here; what is left out fits
/// any. For use from tests there is a method for each action: <c>Fault.Throttle(...) with { Name = "*-2", Count = 1 }</c>.
/// </summary>
public sealed record Fault
{
    /// <summary>What goes wrong.</summary>
    public required FaultAction Action { get; init; }

    /// <summary>Which requests it may strike; those to which the action belongs when null.</summary>
    public IReadOnlyList<ArmCall>? Calls { get; init; }

    /// <summary>The HTTP verb.</summary>
    public string? Verb { get; init; }

    /// <summary>The container group's name, with * and ?.</summary>
    public string? Name { get; init; }

    /// <summary>The region.</summary>
    public string? Region { get; init; }

    /// <summary>The first of the fitting requests that it strikes, from 1.</summary>
    public int From { get; init; } = 1;

    /// <summary>How many it strikes; all when null.</summary>
    public int? Count { get; init; }

    /// <summary>When it begins, from the time it was added.</summary>
    [JsonConverter(typeof(K6DurationJsonConverter))]
    public TimeSpan After { get; init; }

    /// <summary>How long it lasts once it has begun; until it is removed when null.</summary>
    [JsonConverter(typeof(K6DurationJsonConverter))]
    public TimeSpan? For { get; init; }

    /// <summary>A time that belongs to the action; see <see cref="FaultAction"/>.</summary>
    [JsonConverter(typeof(K6DurationJsonConverter))]
    public TimeSpan? Delay { get; init; }

    /// <summary>HTTP status.</summary>
    public int Status { get; init; } = 500;

    /// <summary>The error's code.</summary>
    public string? Code { get; init; }

    /// <summary>The error's message.</summary>
    public string? Message { get; init; }

    /// <summary>How the container ends.</summary>
    public int ExitCode { get; init; } = OutOfMemory;

    /// <summary>Which quota; see <see cref="QuotaNames"/>.</summary>
    public string Quota { get; init; } = QuotaNames.StandardCores;

    /// <summary>The exit code of a container that was killed, as for want of memory.</summary>
    public const int OutOfMemory = 137;

    /// <summary>The exit code of a container that the platform ended for maintenance (7148 is the other one).</summary>
    public const int Maintenance = 7147;

    /// <summary>429 with that Retry-After.</summary>
    public static Fault Throttle(TimeSpan retryAfter) => new() { Action = FaultAction.Throttle, Delay = retryAfter };

    /// <summary>409: an earlier operation on the group is not done.</summary>
    public static Fault Transitioning() => new() { Action = FaultAction.Transitioning };

    /// <summary>409: the quota is used up.</summary>
    public static Fault QuotaReached(string quota = QuotaNames.StandardCores) => new() { Action = FaultAction.QuotaReached, Quota = quota };

    /// <summary>409: fraud is suspected, and the quota of groups is 0.</summary>
    public static Fault QuotaZero() => new() { Action = FaultAction.QuotaReached, Quota = QuotaNames.ContainerGroups, Code = "ServiceUnavailable" };

    /// <summary>409: the region has no room now.</summary>
    public static Fault NoCapacity(string? region = null) => new() { Action = FaultAction.NoCapacity, Region = region };

    /// <summary>400: the image can't be had.</summary>
    public static Fault InaccessibleImage() => new() { Action = FaultAction.InaccessibleImage };

    /// <summary>403 for these requests.</summary>
    public static Fault Forbidden(params IReadOnlyList<ArmCall> calls) => new() { Action = FaultAction.Forbidden, Calls = calls.Count == 0 ? null : calls };

    /// <summary>Any error.</summary>
    public static Fault Error(int status, string code, string message) => new() { Action = FaultAction.Error, Status = status, Code = code, Message = message };

    /// <summary>A late answer.</summary>
    public static Fault Slow(TimeSpan delay) => new() { Action = FaultAction.Slow, Delay = delay };

    /// <summary>A connection that breaks before the request has had its effect.</summary>
    public static Fault CutBefore() => new() { Action = FaultAction.CutBefore };

    /// <summary>A connection that breaks after the request has had its effect.</summary>
    public static Fault CutAfter() => new() { Action = FaultAction.CutAfter };

    /// <summary>ARM can't be reached at all.</summary>
    public static Fault Unreachable() => new() { Action = FaultAction.CutBefore, Calls = Enum.GetValues<ArmCall>() };

    /// <summary>Links that lead to another host.</summary>
    public static Fault ForeignLinks() => new() { Action = FaultAction.ForeignLinks };

    /// <summary>An operation that takes longer.</summary>
    public static Fault SlowOperation(TimeSpan delay) => new() { Action = FaultAction.SlowOperation, Delay = delay };

    /// <summary>An operation that fails after it was accepted.</summary>
    /// <param name="code">Null as the provider does it: only the events tell.</param>
    /// <param name="message">What the events say.</param>
    public static Fault FailOperation(string? code, string message) => new() { Action = FaultAction.FailOperation, Code = code, Message = message };

    /// <summary>A group that stays Pending.</summary>
    public static Fault NeverStarts() => new() { Action = FaultAction.NeverStarts };

    /// <summary>An image that can't be pulled.</summary>
    public static Fault PullFails() => new() { Action = FaultAction.PullFails };

    /// <summary>A container that the platform starts again.</summary>
    public static Fault PlatformRestart(TimeSpan after, int exitCode = Maintenance) => new() { Action = FaultAction.PlatformRestart, Delay = after, ExitCode = exitCode };

    /// <summary>A container that is killed.</summary>
    public static Fault Kill(TimeSpan after, int exitCode = OutOfMemory) => new() { Action = FaultAction.Kill, Delay = after, ExitCode = exitCode };

    /// <summary>A group that outlives its delete.</summary>
    /// <param name="time">For so long; null for ever, or until it is deleted again.</param>
    public static Fault DeleteLingers(TimeSpan? time = null) => new() { Action = FaultAction.DeleteLingers, Delay = time };
}

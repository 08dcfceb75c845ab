using System.Globalization;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>
/// Two gates, as a request meets them: ARM's token buckets, one each for reads, writes and deletes of a subscription; then
/// the provider's own counts of creates and deletes. Requests that a gate holds back do not count at the next.
/// </summary>
internal sealed class ArmThrottle
{
    private readonly Dictionary<string, TokenBucket> _buckets;
    private readonly Dictionary<ArmCall, RequestWindow[]> _windows;
    private readonly Lock _lock = new();

    public ArmThrottle(ArmLimits limits, TimeProvider clock)
    {
        TokenBucket NewBucket((int Size, double Refill) limit) => new(limit.Size, limit.Refill, clock);
        RequestWindow[] NewWindows() =>
        [
            new(limits.PerFiveMinutes, TimeSpan.FromMinutes(5), clock),
            new(limits.PerHour, TimeSpan.FromHours(1), clock),
        ];
        _buckets = new() { ["read"] = NewBucket(limits.Reads), ["write"] = NewBucket(limits.Writes), ["delete"] = NewBucket(limits.Deletes) };
        _windows = new() { [ArmCall.PutGroup] = NewWindows(), [ArmCall.DeleteGroup] = NewWindows() };
    }

    /// <summary>ARM's own gate.</summary>
    /// <exception cref="ArmException">The bucket is empty.</exception>
    public void PassArm(string method, string? subscription, IHeaderDictionary headers)
    {
        var kind = method switch { "GET" => "read", "DELETE" => "delete", _ => "write" };
        var wait = _buckets[kind].Take(out var remaining);
        headers[$"x-ms-ratelimit-remaining-subscription-{kind}s"] = Text(remaining);
        if (wait > TimeSpan.Zero)
            throw ArmErrors.SubscriptionThrottled(kind, subscription, wait);
    }

    /// <summary>The provider's gate for creates and deletes; everything else passes.</summary>
    /// <exception cref="ArmException">There were too many in five minutes, or in an hour.</exception>
    public void PassProvider(ArmCall call, IHeaderDictionary headers)
    {
        if (!_windows.TryGetValue(call, out var windows))
            return;
        lock (_lock)
        {
            var wait = windows.Max(w => w.Wait());
            if (wait == TimeSpan.Zero)
            {
                foreach (var window in windows)
                    window.Add();
            }

            headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt5m"] = Text(windows[0].Remaining);
            headers["x-ms-ratelimit-remaining-subscription-resource-requests-pt1h"] = Text(windows[1].Remaining);
            if (wait > TimeSpan.Zero)
                throw ArmErrors.Throttled(wait);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}

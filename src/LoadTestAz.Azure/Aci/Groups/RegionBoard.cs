using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>
/// What is known of the regions while a run's workers are launched: where one worker met a full quota, the next one of the
/// same kind need not try. Safe for many threads.
/// </summary>
internal sealed class RegionBoard(LoadTestAzureSettings azure, TimeProvider clock)
{
    /// <summary>How long a region that had no room is left alone.</summary>
    public static readonly TimeSpan CapacityPause = TimeSpan.FromSeconds(60);

    private readonly object _lock = new();
    private readonly Dictionary<(string Region, TestType Type), (GroupVerdict Verdict, string Words, DateTimeOffset Until)> _troubles = [];

    /// <summary>The regions in the order in which a worker tries them.</summary>
    public IEnumerable<string> OrderFor(LoadTestPlanWorker worker)
    {
        var first = azure.Spread ? worker.Index % azure.Locations.Count : 0;
        return azure.Locations.Skip(first).Concat(azure.Locations.Take(first));
    }

    /// <summary>Notes that a region refused a worker of that type.</summary>
    public void Note(string region, TestType type, GroupVerdict verdict, string words)
    {
        var until = verdict is GroupVerdict.NoCapacity ? clock.GetUtcNow() + CapacityPause : DateTimeOffset.MaxValue;
        lock (_lock)
            _troubles[(region, type)] = (verdict, words, until);
    }

    /// <summary>Why there is no sense in trying a region now; null when there is.</summary>
    public (GroupVerdict Verdict, string Words)? TroubleWith(string region, TestType type)
    {
        lock (_lock)
            return _troubles.TryGetValue((region, type), out var trouble) && trouble.Until > clock.GetUtcNow() ? (trouble.Verdict, trouble.Words) : null;
    }
}

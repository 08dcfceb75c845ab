using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Aci.Groups;

/// <summary>
/// What is known of the regions and images while a run's workers are launched: where one worker met a full quota, or an image
/// that can't be pulled, the next one of the same kind need not try, at the cost of one of the few creations that a subscription
/// has. Safe for many threads.
/// </summary>
internal sealed class RegionBoard(LoadTestAzureSettings azure, TimeProvider clock)
{
    /// <summary>How long a region that had no room is left alone.</summary>
    public static readonly TimeSpan CapacityPause = TimeSpan.FromSeconds(60);

    /// <summary>So many workers are refused for their image, and none accepted, until it is taken for unusable: one may be the registry's bad moment.</summary>
    public const int ImageRefusals = 3;

    private readonly object _lock = new();
    private readonly Dictionary<TestType, (int Refused, bool IsUsable, string Words)> _images = [];
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

    /// <summary>Notes that a worker of that type was accepted: its image can be had.</summary>
    public void NoteAccepted(TestType type)
    {
        lock (_lock)
            _images[type] = (0, true, "");
    }

    /// <summary>Notes that a worker of that type was refused for its image.</summary>
    public void NoteImageRefused(TestType type, string words)
    {
        lock (_lock)
        {
            var before = _images.GetValueOrDefault(type);
            _images[type] = before with { Refused = before.Refused + 1, Words = words };
        }
    }

    /// <summary>Why there is no sense in asking for another worker with the same image; null when there is.</summary>
    public string? TroubleWithImage(TestType type)
    {
        lock (_lock)
            return _images.TryGetValue(type, out var image) && !image.IsUsable && image.Refused >= ImageRefusals ? image.Words : null;
    }

    /// <summary>Why there is no sense in trying a region now; null when there is.</summary>
    public (GroupVerdict Verdict, string Words)? TroubleWith(string region, TestType type)
    {
        lock (_lock)
            return _troubles.TryGetValue((region, type), out var trouble) && trouble.Until > clock.GetUtcNow() ? (trouble.Verdict, trouble.Words) : null;
    }
}

using System.IO.Enumeration;

namespace LoadTestAz.AciStandIn.Faults;

/// <summary>All that is to go wrong. Faults may be added and removed at any time.</summary>
public sealed class FaultScript
{
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly List<Entry> _entries = [];

    internal FaultScript(TimeProvider clock) => _clock = clock;

    /// <summary>Adds a fault.</summary>
    /// <returns>Dispose it to end the fault.</returns>
    public IDisposable Add(Fault fault)
    {
        var entry = new Entry(this, fault, _clock.GetUtcNow() + fault.After);
        lock (_lock)
            _entries.Add(entry);
        return entry;
    }

    /// <summary>Ends all faults. What they have done to groups stays done.</summary>
    public void Clear()
    {
        lock (_lock)
            _entries.Clear();
    }

    /// <summary>How often faults of that action have struck.</summary>
    public int CountOf(FaultAction action)
    {
        lock (_lock)
            return _struck.GetValueOrDefault(action);
    }

    private readonly Dictionary<FaultAction, int> _struck = [];

    /// <summary>The faults that strike this request at this stage, in the order in which they were added. Counts it.</summary>
    internal IReadOnlyList<Fault> Strike(FaultStage stage, FaultTarget target)
    {
        var now = _clock.GetUtcNow();
        lock (_lock)
        {
            var striking = _entries.Where(e => e.Strikes(stage, target, now)).Select(e => e.Fault).ToList();
            foreach (var fault in striking)
                _struck[fault.Action] = _struck.GetValueOrDefault(fault.Action) + 1;
            return striking;
        }
    }

    private sealed class Entry(FaultScript script, Fault fault, DateTimeOffset begin) : IDisposable
    {
        private int _seen;

        public Fault Fault => fault;

        public bool Strikes(FaultStage stage, FaultTarget target, DateTimeOffset now)
        {
            if (FaultTraits.StageOf(fault.Action) != stage || !Fits(target) || now < begin || now >= begin + (fault.For ?? TimeSpan.FromDays(365)))
                return false;
            _seen++;
            return _seen >= fault.From && (fault.Count is null || _seen < fault.From + fault.Count);
        }

        public void Dispose()
        {
            lock (script._lock)
                script._entries.Remove(this);
        }

        private bool Fits(FaultTarget target) =>
            (fault.Calls ?? FaultTraits.CallsOf(fault.Action)).Contains(target.Call)
            && (fault.Verb is null || string.Equals(fault.Verb, target.Verb, StringComparison.OrdinalIgnoreCase))
            && (fault.Name is null || (target.Name is not null && FileSystemName.MatchesSimpleExpression(fault.Name, target.Name)))
            && (fault.Region is null || string.Equals(fault.Region, target.Region, StringComparison.OrdinalIgnoreCase));
    }
}

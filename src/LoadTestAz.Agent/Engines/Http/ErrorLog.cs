using System.Collections.Concurrent;

namespace LoadTestAz.Agent.Engines.Http;

/// <summary>
/// Writes a line when a kind of error first occurs, and how often it did at the end. A target that refuses connections
/// makes thousands of errors a second; the samples have them all, the log needs them once.
/// </summary>
internal sealed class ErrorLog(Action<string> log)
{
    private readonly ConcurrentDictionary<RequestError, Counter> _counters = new();

    public void Add(RequestHop hop, RequestError error)
    {
        if (!_counters.TryGetValue(error, out var counter))
        {
            var added = new Counter();
            counter = _counters.GetOrAdd(error, added);
            if (ReferenceEquals(counter, added))
                log($"Request failed: {hop.Method} {hop.Label}: {error}. More of this kind are counted, not written.");
        }

        Interlocked.Increment(ref counter.Value);
    }

    /// <summary>A line for each kind; to be called when the load is over.</summary>
    public void WriteCounts()
    {
        foreach (var (error, counter) in _counters.OrderByDescending(c => c.Value.Value))
            log($"Failed requests: {counter.Value} with {error}.");
    }

    private sealed class Counter
    {
        public long Value;
    }
}

using System.Collections.Concurrent;

namespace LoadTestAz.Runs.Live;

/// <summary>
/// Memory that snapshots are read into: one piece for each that is read at the same time, used again for the next. As an array
/// of its own each snapshot would be a large object (https://learn.microsoft.com/dotnet/standard/garbage-collection/large-object-heap),
/// of which a collection of the whole heap gets rid, and no other; and so it is with what is kept of a snapshot until the next one.
/// </summary>
internal sealed class LiveBuffers
{
    // A worker with a hundred Trends writes 1.3 MB; what is larger still is not kept for the rest of the run.
    private const int MaxKept = 2 << 20;

    private readonly ConcurrentBag<LiveBuffer> _free = [];

    /// <summary>An empty one.</summary>
    public LiveBuffer Take() => _free.TryTake(out var buffer) ? buffer : new LiveBuffer();

    /// <summary>Gives it back, and nobody uses it any longer. One that is not given back is garbage like any other.</summary>
    public void Return(LiveBuffer buffer)
    {
        buffer.File.SetLength(0);
        if (buffer.File.Capacity <= MaxKept)
            _free.Add(buffer);
    }
}

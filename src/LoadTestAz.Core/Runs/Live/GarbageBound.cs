namespace LoadTestAz.Runs.Live;

/// <summary>
/// Keeps the garbage of following a run from filling a small machine. .NET lets garbage grow to a share of the processor's
/// cache before it collects any (https://learn.microsoft.com/dotnet/core/runtime-config/garbage-collector, Gen0 size), which on
/// a server with hundreds of MB of it is more than all that is in use; and a sandbox such as Azure Automation's (400 MB) limits
/// memory without telling .NET so. A module can't set the size, which is the process's: so it asks for a collection in time.
/// </summary>
internal sealed class GarbageBound
{
    /// <summary>So much is put on the heap, in bytes, before a collection of what is young is asked for.</summary>
    public const long Most = 8 << 20;

    private int _collections = GC.CollectionCount(0);
    private long _allocated = GC.GetTotalAllocatedBytes();

    /// <summary>To be called after each look.</summary>
    public void Keep()
    {
        var collections = GC.CollectionCount(0);
        if (collections == _collections)
        {
            if (GC.GetTotalAllocatedBytes() - _allocated < Most)
                return;

            // It looks through what came since the last two of them, a reading of all workers at most: some 6 ms for 300.
            GC.Collect(1, GCCollectionMode.Forced, blocking: true);
            collections = GC.CollectionCount(0);
        }

        (_collections, _allocated) = (collections, GC.GetTotalAllocatedBytes());
    }
}

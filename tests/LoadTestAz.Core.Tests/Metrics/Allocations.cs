namespace LoadTestAz.Core.Tests.Metrics;

/// <summary>What a piece of code allocates by itself.</summary>
internal static class Allocations
{
    private const int Rounds = 20;

    /// <summary>
    /// The least bytes of several rounds: now and then the runtime allocates on this thread for itself, as when it
    /// compiles a loop anew, but what the code itself allocates it allocates in every round.
    /// </summary>
    public static long Of(Action round)
    {
        var least = long.MaxValue;
        for (var i = 0; i < Rounds && least > 0; i++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            round();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}

namespace LoadTestAz.Merging.Inputs;

/// <summary>Does the same with many things, several at once, without waiting for anything but processors and disks.</summary>
/// <remarks>
/// Not by <see cref="Parallel"/>: merging mostly runs once in a process, and what the compiler makes of its generic
/// methods, asynchronous ones above all, would take longer than many a file.
/// </remarks>
internal static class InParallel
{
    /// <summary>Does it; the first that fails ends the others, once they are through with what they have.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="threads">How many threads share them, at least one.</param>
    /// <param name="body">Takes the number of one of them, from 0.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static Task ForAsync(int count, int threads, Action<int> body, CancellationToken cancellationToken)
    {
        var work = WorkOf(count, body, cancellationToken);
        return Task.WhenAll(Enumerable.Range(0, Math.Min(threads, count)).Select(_ => Task.Run(work, cancellationToken)));
    }

    /// <summary>Does it, and takes part in it; see <see cref="ForAsync"/>.</summary>
    public static void For(int count, int threads, Action<int> body)
    {
        var work = WorkOf(count, body, CancellationToken.None);
        var others = Enumerable.Range(1, Math.Max(0, Math.Min(threads, count) - 1)).Select(_ => Task.Run(work)).ToArray();
        try
        {
            work();
        }
        finally
        {
            Task.WhenAll(others).GetAwaiter().GetResult();
        }
    }

    private static Action WorkOf(int count, Action<int> body, CancellationToken cancellationToken)
    {
        var next = 0;
        return () =>
        {
            try
            {
                while (Interlocked.Increment(ref next) - 1 is var i && i < count)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    body(i);
                }
            }
            catch
            {
                Volatile.Write(ref next, count);
                throw;
            }
        };
    }
}

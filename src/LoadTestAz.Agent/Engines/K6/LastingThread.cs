using System.Collections.Concurrent;

namespace LoadTestAz.Agent.Engines.K6;

/// <summary>
/// One thread that lives as long as this process. Linux tells a child of its parent's death when the <i>thread</i> that
/// started it ends, and those of the thread pool come and go.
/// </summary>
/// <seealso href="https://man7.org/linux/man-pages/man2/PR_SET_PDEATHSIG.2const.html">PR_SET_PDEATHSIG, caveats</seealso>
internal static class LastingThread
{
    private static readonly BlockingCollection<Action> Work = Begin();

    /// <summary>Runs a function there and waits for what it gives.</summary>
    public static T Run<T>(Func<T> function)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Work.Add(() =>
        {
            try
            {
                result.SetResult(function());
            }
            catch (Exception e)
            {
                result.SetException(e);
            }
        });
        return result.Task.GetAwaiter().GetResult();
    }

    private static BlockingCollection<Action> Begin()
    {
        var work = new BlockingCollection<Action>();
        new Thread(() =>
        {
            foreach (var action in work.GetConsumingEnumerable())
                action();
        })
        {
            IsBackground = true,
            Name = "LoadTestAz process starter",
        }.UnsafeStart();
        return work;
    }
}

using System.Collections.Concurrent;

namespace LoadTestAz.Completion;

/// <summary>Looks at what may be slow, such as a network share that does not answer, for as long as Tab may take.</summary>
internal static class Bounded
{
    /// <summary>What was found by then; work that goes on is left to itself.</summary>
    /// <param name="work">Adds each thing as it is found.</param>
    public static IReadOnlyList<T> List<T>(Action<Action<T>> work)
    {
        var found = new ConcurrentQueue<T>();
        var task = Task.Run(() => work(found.Enqueue));
        ((IAsyncResult)task).AsyncWaitHandle.WaitOne(Completer.Patience);
        return [.. found];
    }
}

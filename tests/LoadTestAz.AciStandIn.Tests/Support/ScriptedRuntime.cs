using System.Collections.Concurrent;
using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn.Tests.Support;

/// <summary>Containers that do what a test tells them.</summary>
internal sealed class ScriptedRuntime : IContainerRuntime
{
    /// <summary>Those started so far, in order.</summary>
    public ConcurrentQueue<ScriptedContainer> Started { get; } = new();

    public IRunningContainer Start(ContainerStart container)
    {
        var started = new ScriptedContainer(container);
        Started.Enqueue(started);
        return started;
    }

    /// <summary>The container of that number, from 0, once it is started.</summary>
    public async Task<ScriptedContainer> GetAsync(int number)
    {
        await Eventually.TrueAsync($"container {number} started", () => Started.Count > number);
        return Started.ElementAt(number);
    }

    public ValueTask DisposeAsync()
    {
        foreach (var container in Started)
            container.Kill();
        return ValueTask.CompletedTask;
    }
}

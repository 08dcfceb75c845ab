using System.Collections.Concurrent;
using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Agent.Tests.Engines.Http;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines.K6;

/// <summary>One worker's k6 engine in a folder of its own.</summary>
internal sealed class K6Run : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    public K6Run(string program, string script, LoadTestPlan plan, int worker = 0, K6EngineOptions? options = null)
    {
        var path = Path.Combine(Folder, "script.js");
        File.WriteAllText(path, script);
        Engine = new K6LoadEngine(new EngineContext(plan, plan.Workers[worker], Folder, Sink, Log.Enqueue, path), program, TimeProvider.System, options);
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("loadtestaz-").FullName;

    public CollectingSink Sink { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public K6LoadEngine Engine { get; }

    public Task PrepareAsync() => Engine.PrepareAsync(CancellationToken.None);

    public Task<EngineOutcome> RunAsync() => Engine.RunAsync(_stop.Token, _kill.Token);

    public void Stop() => _stop.Cancel();

    public void Kill() => _kill.Cancel();

    /// <summary>Waits until at least one sample of a metric has come.</summary>
    public async Task UntilMeasuredAsync(Metric metric)
    {
        while (Sink.Values(metric).Count == 0)
            await Task.Delay(20);
    }

    /// <summary>The text of a file that the engine hands over, after it has ended.</summary>
    public async Task<string> FileAsync(string name)
    {
        await Engine.DisposeAsync();
        return await File.ReadAllTextAsync(Engine.Files.Single(f => f.Name == name).Path);
    }

    public async ValueTask DisposeAsync()
    {
        await Engine.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
        _stop.Dispose();
        _kill.Dispose();
    }
}

using System.Collections.Concurrent;
using LoadTestAz.Agent.Engines.Http;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>Runs the engine with a plan made for a test.</summary>
internal sealed class TestLoad : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationTokenSource _kill = new();

    public CollectingSink Sink { get; } = new();

    public ConcurrentQueue<string> Log { get; } = new();

    public IReadOnlyList<LoadTestRequest> Requests { get; init; } = [];

    public Uri? TargetUrl { get; init; }

    public int Vus { get; init; } = 1;

    /// <summary>Long by default: most tests stop the load when they have seen enough.</summary>
    public TimeSpan Duration { get; init; } = TimeSpan.FromMinutes(5);

    public TimeSpan Sleep { get; init; }

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public string? Script { get; init; }

    public IReadOnlyDictionary<string, string> Env { get; init; } = new Dictionary<string, string>();

    public WorkerSecrets? Secrets { get; init; }

    public TestType TestType { get; init; } = TestType.Protocol;

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public HttpLoadEngineOptions Options { get; init; } = new();

    public ISampleSink? OtherSink { get; init; }

    public void Stop() => _stop.Cancel();

    public void Kill() => _kill.Cancel();

    public HttpLoadEngine CreateEngine()
    {
        var worker = new LoadTestPlanWorker { Index = 0, TestType = TestType, Vus = Vus, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 1 };
        var plan = new LoadTestPlan
        {
            Name = "test", RunId = "run", TestType = TestType, TotalVus = Vus, Duration = Duration, Workers = [worker],
            Requests = Requests, TargetUrl = TargetUrl, Sleep = Sleep, Tags = Tags, Script = Script, Env = Env,
        };
        return new HttpLoadEngine(new EngineContext(plan, worker, Path.GetTempPath(), OtherSink ?? Sink, Log.Enqueue, Secrets: Secrets), Time, Options);
    }

    /// <summary>Runs until that many iterations are complete; with one virtual user it is exactly that many.</summary>
    public Task<EngineOutcome> RunAsync(int iterations)
    {
        Sink.Iterated = count =>
        {
            if (count >= iterations)
                Stop();
        };
        return RunAsync();
    }

    public async Task<EngineOutcome> RunAsync()
    {
        await using var engine = CreateEngine();
        await engine.PrepareAsync(CancellationToken.None);
        return await engine.RunAsync(_stop.Token, _kill.Token);
    }

    public ValueTask DisposeAsync()
    {
        _stop.Dispose();
        _kill.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>A request as a plan would have it.</summary>
    public static LoadTestRequest Get(Uri url, string? name = null, params int[] expect) =>
        new() { Url = url, Name = name ?? url.OriginalString, ExpectStatus = expect };

    /// <summary>All requests failed, in that number and for that reason, with k6's tags.</summary>
    public void AssertAllFailed(int count, string code, string error)
    {
        Assert.Equal(count, Sink.Requests);
        Assert.Equal(count, Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(["0"], Sink.TagValues("status"));
        Assert.Equal(["false"], Sink.TagValues("expected_response"));
        Assert.Equal([error], Sink.TagValues("error"));
        Assert.Equal([code], Sink.TagValues("error_code"));
        Assert.Equal([null], Sink.TagValues("proto"));
    }
}

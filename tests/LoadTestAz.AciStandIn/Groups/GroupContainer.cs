using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>One container of a group: runs it, again when the policy says so, and keeps what the instance view shows.</summary>
internal sealed class GroupContainer(ContainerSpec spec, string group, IContainerRuntime runtime, TimeProvider clock)
{
    // As a shell and as docker have it for what can't be started.
    private const int CannotStart = 128;

    private readonly Lock _lock = new();
    private readonly List<ContainerEvent> _events = [];
    private ContainerState _state = new(ContainerState.Waiting, "");
    private ContainerState? _previous;
    private int _restarts;
    private ContainerLog _log = new(clock);

    public ContainerSpec Spec => spec;

    public ContainerState State
    {
        get
        {
            lock (_lock)
                return _state;
        }
    }

    public void AddEvent(string name, string message, string type = "Normal")
    {
        lock (_lock)
            _events.Add(new(clock.GetUtcNow(), name, message, type));
    }

    public void SetState(ContainerState state)
    {
        lock (_lock)
        {
            if (_state.State == ContainerState.Terminated || state is { State: ContainerState.Terminated, ExitCode: null })
                _previous = _state;
            _state = state;
        }
    }

    public string ReadLog(int? tail, bool timestamps)
    {
        lock (_lock)
            return _log.Read(tail, timestamps);
    }

    /// <summary>Runs it until it stays ended.</summary>
    /// <param name="policy">restartPolicy.</param>
    /// <param name="ending">What ends its first run from outside; null for nothing.</param>
    /// <param name="restartDelay">The wait before it is started again.</param>
    /// <param name="started">Called when it runs for the first time.</param>
    /// <param name="stop">Ends it by request.</param>
    public async Task RunAsync(string policy, Fault? ending, TimeSpan restartDelay, Action started, CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            var (code, struck) = await RunOnceAsync(ending, started, stop);
            var again = struck ? ending!.Action is FaultAction.PlatformRestart : policy == "Always" || (policy == "OnFailure" && code != 0);
            if (stop.IsCancellationRequested || !again)
                return;

            ending = null;
            started = () => { };
            SetState(new(ContainerState.Waiting, "CrashLoopBackOff"));
            await clock.WaitAsync(restartDelay, stop);
            lock (_lock)
                _restarts++;
        }
    }

    public JsonObject ViewJson()
    {
        lock (_lock)
        {
            var json = new JsonObject { ["restartCount"] = _restarts, ["currentState"] = _state.ToJson() };
            if (_previous is not null)
                json["previousState"] = _previous.ToJson();
            json["events"] = new JsonArray([.. _events.Select(e => e.ToJson())]);
            return json;
        }
    }

    public IReadOnlyList<ContainerEvent> Events
    {
        get
        {
            lock (_lock)
                return _events.ToArray();
        }
    }

    private async Task<(int Code, bool Struck)> RunOnceAsync(Fault? ending, Action started, CancellationToken stop)
    {
        var log = new ContainerLog(clock);
        lock (_lock)
            _log = log;
        var startedAt = clock.GetUtcNow();
        IRunningContainer running;
        try
        {
            // What a request gave twice does not get here, so every name is there once.
            var environment = spec.Variables.ToDictionary(v => v.Name, v => v.Value!);
            running = runtime.Start(new(group, spec.Name, spec.Image, spec.Command, environment, log.Add));
        }
        catch (ContainerStartException e)
        {
            AddEvent("Failed", e.Message, "Warning");
            SetState(new(ContainerState.Terminated, "StartError") { StartedAt = startedAt, FinishedAt = startedAt, ExitCode = CannotStart });
            started();
            return (CannotStart, false);
        }

        await using var disposal = running;
        AddEvent("Started", "Started container");
        SetState(new(ContainerState.Running, "") { StartedAt = startedAt });
        started();
        return await EndAsync(running, startedAt, ending, log, stop);
    }

    private async Task<(int Code, bool Struck)> EndAsync(IRunningContainer running, DateTimeOffset startedAt, Fault? ending, ContainerLog log, CancellationToken stop)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var fate = clock.WaitAsync(ending?.Delay ?? (ending is null ? Timeout.InfiniteTimeSpan : TimeSpan.Zero), over.Token);
        await Task.WhenAny(running.Exited, fate);
        var struck = ending is not null && !running.Exited.IsCompleted && !stop.IsCancellationRequested;
        if (struck)
        {
            AddEvent("Killing", $"Killing container {spec.Name} (platform initiated).");
            running.Kill();
        }
        else if (!running.Exited.IsCompleted)
        {
            AddEvent("Killing", $"Killing container {spec.Name} (platform initiated).");
            await running.StopAsync();
        }

        var code = await running.Exited;
        await over.CancelAsync();
        log.Stop();
        if (struck)
            code = ending!.ExitCode;
        SetState(Terminated(startedAt, code, stop.IsCancellationRequested && !struck));
        return (code, struck);
    }

    private ContainerState Terminated(DateTimeOffset startedAt, int code, bool byRequest) => byRequest
        ? new(ContainerState.Terminated, "Container stopped per client request") { FinishedAt = clock.GetUtcNow() }
        : new(ContainerState.Terminated, code switch { 0 => "Completed", Fault.OutOfMemory => "OOMKilled", _ => "Error" })
        {
            StartedAt = startedAt,
            FinishedAt = clock.GetUtcNow(),
            ExitCode = code,
        };
}

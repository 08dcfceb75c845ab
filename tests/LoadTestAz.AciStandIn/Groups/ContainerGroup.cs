using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Runtimes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>A container group: what was asked for, how it stands, and the life that its containers lead.</summary>
internal sealed class ContainerGroup(string id, string resourceGroup, string name, StandInOptions options, IContainerRuntime runtime, CancellationToken lifetime)
{
    private readonly Lock _lock = new();
    private readonly List<ContainerEvent> _events = [];
    private GroupSpec _spec = null!;
    private JsonObject? _tags;
    private List<GroupContainer> _containers = [];
    private CancellationTokenSource _stop = new();
    private Task _life = Task.CompletedTask;
    private Task _deletion = Task.CompletedTask;
    private string _state = GroupStates.Pending;
    private string _provisioning = GroupStates.Pending;
    private GroupOperation? _operation;

    public string Id => id;

    public string Name => name;

    public string ResourceGroup => resourceGroup;

    public GroupSpec Spec => _spec;

    public string Location => _spec.Location;

    public string State => Read(() => _state);

    public string ProvisioningState => Read(() => _provisioning);

    /// <summary>Whether it takes cores of the quota: not any more once it has ended.</summary>
    public bool TakesCores => Read(() => _state is GroupStates.Pending or GroupStates.Running);

    /// <summary>Whether an operation on it is not done.</summary>
    public bool IsTransitioning => Read(() => _operation is { IsDone: false });

    public bool IsDeleting => Read(() => _operation is { IsDone: false, IsDelete: true });

    /// <summary>The operation that was begun last.</summary>
    public GroupOperation? Operation => Read(() => _operation);

    public GroupContainer? Find(string container) => Read(() => _containers.FirstOrDefault(c => string.Equals(c.Spec.Name, container, StringComparison.OrdinalIgnoreCase)));

    public void Patch(JsonObject? tags)
    {
        lock (_lock)
            _tags = (JsonObject?)tags?.DeepClone();
    }

    /// <summary>Creates it, or replaces it by a new one of its name: what ran is ended, what is asked for is started.</summary>
    public GroupOperation Put(GroupSpec spec, GroupFate fate)
    {
        lock (_lock)
        {
            _spec = spec;
            _tags = (JsonObject?)spec.Body["tags"]?.DeepClone();
        }

        return Begin(GroupStates.Pending, fate);
    }

    /// <summary>Starts it again, as start and restart do.</summary>
    public GroupOperation Restart(GroupFate fate) => Begin(GroupStates.Updating, fate);

    /// <summary>Stops its containers; it stays.</summary>
    public async Task StopAsync()
    {
        var (life, stop) = Read(() => (_life, _stop));
        await stop.CancelAsync();
        await life;
        Set(GroupStates.Stopped, GroupStates.Succeeded);
    }

    /// <summary>Ends its containers, then calls <paramref name="gone"/>; or only says so, when it is to linger.</summary>
    public GroupOperation Delete(GroupFate fate, Action gone)
    {
        var operation = new GroupOperation(this, isDelete: true, options.Clock.GetUtcNow());
        lock (_lock)
        {
            _operation = operation;
            if (fate.DeleteLingers is null)
                _provisioning = GroupStates.Deleting;
            _deletion = Task.WhenAll(_deletion, DeleteAsync(operation, _life, _stop, fate, gone));
        }

        return operation;
    }

    /// <summary>Done when nothing goes on with it any more.</summary>
    public Task Ended() => Read(() => Task.WhenAll(_life, _deletion));

    public JsonArray EventsJson()
    {
        lock (_lock)
            return [.. _events.Concat(_containers.SelectMany(c => c.Events)).Select(e => e.ToJson())];
    }

    /// <summary>As GET gives it; without the instance views, as in a list.</summary>
    public JsonObject ToJson(StandInWorld world, bool views)
    {
        lock (_lock)
            return GroupView.Render(id, name, _spec, _tags, _provisioning, _containers, views ? (_state, [.. _events]) : null, world);
    }

    private GroupOperation Begin(string provisioning, GroupFate fate)
    {
        var operation = new GroupOperation(this, isDelete: false, options.Clock.GetUtcNow());
        CancellationTokenSource before;
        lock (_lock)
        {
            before = _stop;
            _stop = CancellationTokenSource.CreateLinkedTokenSource(lifetime);
            _events.Clear();
            _containers = [.. _spec.Containers.Select(c => new GroupContainer(c, name, runtime, options.Clock))];
            _state = GroupStates.Pending;
            _provisioning = provisioning;
            _operation = operation;
            _life = LiveAsync(_life, operation, fate, _containers, _stop.Token);
        }

        // Outside the lock, as everywhere: what it ends may go on within this call.
        before.Cancel();
        return operation;
    }

    private async Task LiveAsync(Task before, GroupOperation operation, GroupFate fate, List<GroupContainer> containers, CancellationToken stop)
    {
        await Task.Yield();
        await before;
        await options.Clock.WaitAsync(options.SchedulingTime + fate.OperationDelay, stop);
        if (fate.NeverStarts)
        {
            await options.Clock.WaitAsync(options.ProvisioningTimeout, stop);
            Fail(operation, stop, "ResourceDeploymentFailure", "The resource provision operation did not complete within the allowed timeout period.", GroupStates.Pending);
        }
        else if (fate.FailOperation is { } fault)
        {
            Event("InsufficientCapacity.", fault.Message ?? ArmErrors.NoCapacityMessage(Location, _spec.Cpu, _spec.MemoryGB, _spec.HasSubnet));
            Fail(operation, stop, fault.Code, fault.Message ?? "The resource operation completed with terminal provisioning state 'Failed'.", GroupStates.Failed);
        }
        else if (await PullAsync(fate, containers, stop))
        {
            await RunAsync(operation, fate, containers, stop);
        }
        else
        {
            Fail(operation, stop, "Failed", "The image could not be pulled.", GroupStates.Pending);
        }
    }

    private async Task<bool> PullAsync(GroupFate fate, List<GroupContainer> containers, CancellationToken stop)
    {
        Set(GroupStates.Pending, GroupStates.Creating, unless: stop);
        foreach (var container in containers)
            container.AddEvent("Pulling", $"pulling image \"{container.Spec.Image}\"");
        await options.Clock.WaitAsync(options.PullTime, stop);
        foreach (var container in containers)
        {
            if (fate.PullFails)
            {
                container.AddEvent("Failed", $"Failed to pull image \"{container.Spec.Image}\": manifest unknown", "Warning");
                container.SetState(new(ContainerState.Waiting, "ImagePullBackOff"));
            }
            else
            {
                container.AddEvent("Pulled", $"Successfully pulled image \"{container.Spec.Image}\"");
            }
        }

        return !fate.PullFails;
    }

    private async Task RunAsync(GroupOperation operation, GroupFate fate, List<GroupContainer> containers, CancellationToken stop)
    {
        var started = 0;
        void Started()
        {
            if (Interlocked.Increment(ref started) != containers.Count)
                return;
            Set(GroupStates.Running, GroupStates.Succeeded, unless: stop);
            operation.Succeed();
        }

        await Task.WhenAll(containers.Select(c => c.RunAsync(_spec.RestartPolicy, fate.Ending, options.RestartDelay, Started, stop)));
        if (started < containers.Count)
            operation.Fail("Canceled", "The container group was stopped or deleted before it ran.");
        var good = containers.All(c => c.State.ExitCode == 0);
        Set(good ? GroupStates.Succeeded : GroupStates.Failed, GroupStates.Succeeded, unless: stop);
    }

    private async Task DeleteAsync(GroupOperation operation, Task life, CancellationTokenSource stop, GroupFate fate, Action gone)
    {
        await Task.Yield();
        if (fate.DeleteLingers is null)
            await stop.CancelAsync();
        await options.Clock.WaitAsync(options.DeleteTime + fate.OperationDelay, lifetime);
        if (fate.DeleteLingers is { } lingers)
        {
            operation.Succeed();
            if (lingers.Delay is not { } time)
                return;
            await options.Clock.WaitAsync(time, lifetime);
            await stop.CancelAsync();
        }

        await life;
        // One that lingered may have been made anew meanwhile.
        if (Read(() => ReferenceEquals(_stop, stop)))
            gone();
        operation.Succeed();
    }

    private void Fail(GroupOperation operation, CancellationToken stop, string? code, string message, string state)
    {
        Set(state, GroupStates.Failed, unless: stop);
        operation.Fail(code, message);
    }

    private void Event(string name, string message)
    {
        lock (_lock)
            _events.Add(new(options.Clock.GetUtcNow(), name, message, "Warning"));
    }

    private void Set(string state, string provisioning, CancellationToken unless = default)
    {
        lock (_lock)
        {
            if (unless.IsCancellationRequested)
                return;
            _state = state;
            _provisioning = provisioning;
        }
    }

    private T Read<T>(Func<T> read)
    {
        lock (_lock)
            return read();
    }
}

using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Groups;

/// <summary>A long-running operation on a group, which outlives the group's deletion.</summary>
internal sealed class GroupOperation(ContainerGroup group, bool isDelete, DateTimeOffset startedAt)
{
    private readonly Lock _lock = new();
    private string _status = GroupStates.Pending;
    private JsonObject? _error;

    public string Id { get; } = $"{Guid.NewGuid()}";

    public ContainerGroup Group { get; } = group;

    public bool IsDelete { get; } = isDelete;

    public bool IsDone
    {
        get
        {
            lock (_lock)
                return _status != GroupStates.Pending;
        }
    }

    /// <summary>The error that it ended with, for the Location link; null when it did not fail.</summary>
    public JsonObject? Error
    {
        get
        {
            lock (_lock)
                return _status == GroupStates.Failed ? _error ?? new JsonObject { ["code"] = "Failed", ["message"] = "The operation failed." } : null;
        }
    }

    public void Succeed()
    {
        lock (_lock)
            _status = GroupStates.Succeeded;
    }

    /// <summary>Ends it with an error.</summary>
    /// <param name="code">Null as the provider does it: then only the events tell.</param>
    /// <param name="message">What happened.</param>
    public void Fail(string? code, string message)
    {
        lock (_lock)
        {
            _status = GroupStates.Failed;
            _error = code is null ? null : new JsonObject { ["code"] = code, ["message"] = message };
        }
    }

    /// <summary>As the Azure-AsyncOperation link answers.</summary>
    public JsonObject ToJson()
    {
        // Outside the lock: the group looks at its operation from within its own.
        var events = Group.EventsJson();
        lock (_lock)
        {
            var json = new JsonObject
            {
                ["id"] = Group.Id,
                ["status"] = _status,
                ["startTime"] = Times.Text(startedAt),
                ["properties"] = new JsonObject { ["events"] = events },
            };
            if (_error is not null)
                json["error"] = _error.DeepClone();
            return json;
        }
    }
}

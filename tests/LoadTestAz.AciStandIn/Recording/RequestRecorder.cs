using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Recording;

/// <summary>All requests, for tests to look at.</summary>
public sealed class RequestRecorder
{
    private readonly Lock _lock = new();
    private readonly List<RecordedRequest> _requests = [];

    internal RequestRecorder()
    {
    }

    /// <summary>Those so far.</summary>
    public IReadOnlyList<RecordedRequest> Requests
    {
        get
        {
            lock (_lock)
                return _requests.ToArray();
        }
    }

    /// <summary>Takes each request when it has been answered; called on the threads that answer.</summary>
    public Action<RecordedRequest>? Answered { get; set; }

    /// <summary>How many asked for that.</summary>
    public int CountOf(ArmCall call) => Requests.Count(r => r.Call == call);

    internal RecordedRequest Add(DateTimeOffset at, ArmRoute route, string method, string path, string? name, JsonObject? body)
    {
        lock (_lock)
        {
            var request = new RecordedRequest(_requests.Count + 1, at, route.Call, method, path, name, body is null ? null : SecretProperties.Blanked(body));
            _requests.Add(request);
            return request;
        }
    }
}

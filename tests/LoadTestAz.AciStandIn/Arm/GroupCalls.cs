using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Groups;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>What the provider does with container groups.</summary>
/// <seealso href="https://learn.microsoft.com/rest/api/container-instances/container-groups"/>
internal sealed class GroupCalls(GroupTable groups, FaultScript faults, StandInOptions options)
{
    // The links of operations have a version of their own, and a signature that only the service understands: they are
    // to be followed as they are.
    private const string LinkQuery = "?api-version=2018-06-01&t=stand-in&s=keep%2Bthis";

    public async Task<ArmAnswer> AnswerAsync(ArmRequest request) => request.Route.Call switch
    {
        ArmCall.PutGroup => Put(request),
        ArmCall.GetGroup => new(200, Find(request).ToJson(options.World, views: true)),
        ArmCall.PatchGroup => Patch(request),
        ArmCall.DeleteGroup => Delete(request),
        ArmCall.ListGroups => List(request),
        ArmCall.StartGroup => Start(request),
        ArmCall.RestartGroup => Restart(request),
        ArmCall.StopGroup => await StopAsync(request),
        ArmCall.ContainerLogs => Logs(request),
        ArmCall.Operation => Operation(request),
        _ => OperationResult(request),
    };

    /// <summary>The first fault that answers instead of the provider, as an exception.</summary>
    public void CheckFaults(ArmRequest request, GroupSpec? spec)
    {
        if (faults.Strike(FaultStage.Answer, request.Target) is [var fault, ..])
            throw FaultAnswers.Of(fault, request, spec, groups, options.World);
    }

    private ArmAnswer Put(ArmRequest request)
    {
        var body = request.Body ?? throw ArmErrors.Invalid([new("body", "is no JSON object")]);
        if (!options.World.ProviderRegistered)
            throw ArmErrors.NotRegistered();
        if (BodyValidator.Validate(body) is { Count: > 0 } mistakes)
            throw ArmErrors.Invalid(mistakes);
        var spec = new GroupSpec((JsonObject)body.DeepClone());
        CheckFaults(request, spec);
        GroupRules.Check(request.Name, spec, options.World);
        var (operation, created) = groups.Put(request.ResourceGroup, request.Name, spec, () => Fate(request));
        return Accepted(created ? 201 : 200, operation, operation.Group.ToJson(options.World, views: true));
    }

    private ArmAnswer Patch(ArmRequest request)
    {
        var group = Find(request);
        if (request.Body is not { } body || body.Any(p => p.Key is not ("tags" or "location" or "zones")))
            throw ArmErrors.Invalid([new("body", "a PATCH has tags and nothing else that can be changed")]);
        group.Patch((JsonObject?)body["tags"]);
        return new(200, group.ToJson(options.World, views: true));
    }

    private ArmAnswer Delete(ArmRequest request)
    {
        CheckFaults(request, null);
        if (groups.Find(request.ResourceGroup, request.Name) is not { } group)
            return new(204);
        if (group.IsDeleting)
            return Accepted(202, group.Operation!, null);
        var before = options.DeletesWith200 ? group.ToJson(options.World, views: true) : null;
        var operation = groups.Delete(group, Fate(request));
        return options.DeletesWith200 ? new(200, before) : Accepted(202, operation, null);
    }

    private ArmAnswer List(ArmRequest request)
    {
        CheckFaults(request, null);
        var all = groups.List(request.Route.ResourceGroup);
        var skip = int.TryParse(request.Query["$skiptoken"], NumberStyles.None, CultureInfo.InvariantCulture, out var given) ? given : 0;
        var page = all.Skip(skip).Take(options.PageSize).Select(g => g.ToJson(options.World, views: false));
        var next = skip + options.PageSize;
        return new(200, new JsonObject { ["value"] = new JsonArray([.. page]) })
        {
            NextLink = next < all.Count ? $"{request.Route.Path}?api-version={OfficialType.ApiVersion}&$skiptoken={next}" : null,
        };
    }

    private ArmAnswer Start(ArmRequest request)
    {
        var group = Settled(request);
        return group.State is GroupStates.Running ? new(204) : Accepted(202, groups.Restart(group, Fate(request)), null);
    }

    // 204 with a link to an operation: so says the specification, and so does the service.
    private ArmAnswer Restart(ArmRequest request) => Accepted(204, groups.Restart(Settled(request), Fate(request)), null);

    private async Task<ArmAnswer> StopAsync(ArmRequest request)
    {
        await Settled(request).StopAsync();
        return new(204);
    }

    private ArmAnswer Logs(ArmRequest request)
    {
        var container = Find(request).Find(request.Route.Container!)
            ?? throw new ArmException(404, "ContainerNotFound", $"The container '{request.Route.Container}' in container group '{request.Name}' was not found.");
        int? tail = int.TryParse(request.Query["tail"], NumberStyles.None, CultureInfo.InvariantCulture, out var lines) ? lines : null;
        return new(200, new JsonObject { ["content"] = container.ReadLog(tail, bool.TryParse(request.Query["timestamps"], out var stamps) && stamps) });
    }

    private ArmAnswer Operation(ArmRequest request)
    {
        CheckFaults(request, null);
        var operation = FindOperation(request);
        return new(200, operation.ToJson()) { RetryAfter = operation.IsDone ? null : options.PollInterval };
    }

    // 202 while it goes on; then what the request itself would have answered.
    private ArmAnswer OperationResult(ArmRequest request)
    {
        CheckFaults(request, null);
        var operation = FindOperation(request);
        if (!operation.IsDone)
            return Accepted(202, operation, null);
        if (operation.Error is { } error)
            return new(409, new JsonObject { ["error"] = error.DeepClone() });
        return operation.IsDelete ? new(204) : new(200, operation.Group.ToJson(options.World, views: true));
    }

    private ContainerGroup Find(ArmRequest request)
    {
        CheckFaults(request, null);
        return groups.Get(request.ResourceGroup, request.Name);
    }

    private ContainerGroup Settled(ArmRequest request)
    {
        var group = Find(request);
        return group.IsTransitioning ? throw ArmErrors.Transitioning(group.Name) : group;
    }

    private GroupOperation FindOperation(ArmRequest request) =>
        groups.FindOperation(request.Route.OperationId!) ?? throw new ArmException(404, "OperationNotFound", $"The operation '{request.Route.OperationId}' was not found.");

    private GroupFate Fate(ArmRequest request) => new(faults.Strike(FaultStage.Acceptance, request.Target));

    private ArmAnswer Accepted(int status, GroupOperation operation, JsonObject? body)
    {
        var path = $"/subscriptions/{options.World.SubscriptionId}/providers/Microsoft.ContainerInstance/locations/{operation.Group.Location}";
        return new(status, body)
        {
            OperationLink = $"{path}/operations/{operation.Id}{LinkQuery}",
            ResultLink = $"{path}/operationResults/{operation.Id}{LinkQuery}",
            RetryAfter = options.PollInterval,
        };
    }
}

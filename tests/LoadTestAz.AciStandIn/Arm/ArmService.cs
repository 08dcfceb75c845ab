using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.AciStandIn.Groups;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.AciStandIn.Recording;

namespace LoadTestAz.AciStandIn.Arm;

/// <summary>
/// A request's way: it is written down; it may be held up or cut off; ARM looks at its token, its version and the rate;
/// the provider does what it asks. All that is refused on the way is an <see cref="ArmException"/>.
/// </summary>
internal sealed class ArmService(StandInOptions options, GroupTable groups, FaultScript faults, RequestRecorder recorder)
{
    private const string ForeignHost = "https://management.example.invalid";

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private readonly ArmThrottle? _throttle = options.Limits is null ? null : new(options.Limits, options.Clock);
    private readonly GroupCalls _groupCalls = new(groups, faults, options);
    private readonly SurroundingCalls _surroundingCalls = new(groups, options.World);

    /// <summary>Answers a request.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        context.Response.Headers.Date = options.Clock.GetUtcNow().ToString("R", CultureInfo.InvariantCulture);
        var request = await ReadAsync(context.Request);
        var recorded = recorder.Add(options.Clock.GetUtcNow(), request.Route, context.Request.Method, context.Request.Path + context.Request.QueryString, request.Target.Name, request.Body);
        try
        {
            var arrival = faults.Strike(FaultStage.Arrival, request.Target);
            foreach (var slow in arrival.Where(f => f.Action is FaultAction.Slow))
                await options.Clock.WaitAsync(slow.Delay ?? TimeSpan.Zero, context.RequestAborted);
            recorded.Cut = arrival.Any(f => f.Action is FaultAction.CutBefore);
            var answer = recorded.Cut ? null : await TryAnswerAsync(request, context);
            recorded.Cut |= faults.Strike(FaultStage.Departure, request.Target).Count > 0;
            if (answer is null || recorded.Cut)
            {
                context.Abort();
                return;
            }

            recorded.Status = answer.Status;
            await WriteAsync(context, answer, arrival.Any(f => f.Action is FaultAction.ForeignLinks));
        }
        finally
        {
            recorder.Answered?.Invoke(recorded);
        }
    }

    private async Task<ArmAnswer?> TryAnswerAsync(ArmRequest request, HttpContext context)
    {
        try
        {
            Admit(request.Route, context);
            return request.Route.Call is >= ArmCall.PutGroup and <= ArmCall.ContainerLogs or ArmCall.Operation or ArmCall.OperationResult
                ? await _groupCalls.AnswerAsync(request)
                : Around(request);
        }
        catch (ArmException e)
        {
            if (e.Challenge is not null)
                context.Response.Headers.WWWAuthenticate = e.Challenge;
            return new ArmAnswer(e.Status, e.ToJson()) { RetryAfter = e.RetryAfter };
        }
    }

    private ArmAnswer Around(ArmRequest request)
    {
        _groupCalls.CheckFaults(request, null);
        return _surroundingCalls.Answer(request);
    }

    // What ARM itself looks at, in its order.
    private void Admit(ArmRoute route, HttpContext context)
    {
        TokenCheck.Check(context.Request.Headers.Authorization, options.World);
        if (route.Call is ArmCall.Unknown)
            throw ArmErrors.NotFound(route.Path);
        var version = (string?)context.Request.Query["api-version"];
        if (string.IsNullOrEmpty(version))
            throw ArmErrors.MissingApiVersion();
        if (route.IsContainerInstance && version != OfficialType.ApiVersion)
            throw ArmErrors.UnknownApiVersion(version);
        _throttle?.PassArm(context.Request.Method, route.Subscription, context.Response.Headers);
        if (!string.Equals(route.Subscription, options.World.SubscriptionId, StringComparison.OrdinalIgnoreCase))
            throw ArmErrors.SubscriptionNotFound(route.Subscription ?? "");
        // A resource that is not there may lie in a group that is not the stand-in's to know.
        if (route is { ResourceGroup: { } group, Call: not ArmCall.Resource } && !options.World.ResourceGroups.ContainsKey(group))
            throw ArmErrors.ResourceGroupNotFound(group);
        _throttle?.PassProvider(route.Call, context.Response.Headers);
    }

    private async Task<ArmRequest> ReadAsync(HttpRequest request)
    {
        var route = ArmRoute.Parse(request.Method, request.Path.Value ?? "/");
        using var reader = new StreamReader(request.Body);
        var body = Parse(await reader.ReadToEndAsync());
        var operation = route.OperationId is { } id ? groups.FindOperation(id) : null;
        var name = route.Name ?? operation?.Group.Name;
        var region = route.Call is ArmCall.PutGroup ? Region(body) : route.Location ?? (route.Name is { } own ? groups.Find(route.ResourceGroup!, own)?.Location : null);
        return new(route, request.Query, body, new(route.Call, request.Method, name, region));
    }

    private static string? Region(JsonObject? body) =>
        body?["location"] is JsonValue value && value.TryGetValue<string>(out var text) ? text.Replace(" ", "", StringComparison.Ordinal).ToLowerInvariant() : null;

    private static JsonObject? Parse(string text)
    {
        try
        {
            return text.Length == 0 ? null : JsonNode.Parse(text, documentOptions: Strict) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static async Task WriteAsync(HttpContext context, ArmAnswer answer, bool foreignLinks)
    {
        var response = context.Response;
        var host = foreignLinks ? ForeignHost : $"{context.Request.Scheme}://{context.Request.Host}";
        response.StatusCode = answer.Status;
        response.Headers.CacheControl = "no-cache";
        response.Headers["x-ms-request-id"] = $"{Guid.NewGuid()}";
        if (answer.OperationLink is not null)
            response.Headers["Azure-AsyncOperation"] = host + answer.OperationLink;
        if (answer.ResultLink is not null)
            response.Headers.Location = host + answer.ResultLink;
        if (answer.RetryAfter is { } wait)
            response.Headers.RetryAfter = ArmErrors.Seconds(wait);
        if (answer.Body is not { } body)
            return;
        if (answer.NextLink is not null)
            body["nextLink"] = host + answer.NextLink;
        response.ContentType = "application/json; charset=utf-8";
        await response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace LoadTestAz.Azure.Tests.Aci.Support;

/// <summary>
/// The few routes of Azure Resource Manager that the client needs, in memory, without a network. A script may answer in its
/// place, before or after the request has had its effect.
/// </summary>
internal sealed class ScriptedArm(TimeProvider clock) : HttpMessageHandler
{
    private readonly object _lock = new();
    private readonly List<ArmRequest> _requests = [];

    /// <summary>The groups by name, as they were sent, with what the service adds.</summary>
    public ConcurrentDictionary<string, JsonObject> Groups { get; } = new(StringComparer.Ordinal);

    /// <summary>What containers have printed, by group.</summary>
    public ConcurrentDictionary<string, string> Logs { get; } = new(StringComparer.Ordinal);

    /// <summary>Answers in place of the service; null lets the request pass.</summary>
    public Func<ArmRequest, HttpResponseMessage?>? Before { get; set; }

    /// <summary>Replaces the answer to a request that had its effect; null leaves it.</summary>
    public Func<ArmRequest, HttpResponseMessage?>? After { get; set; }

    /// <summary>By how much the service's clock is ahead of the test's.</summary>
    public TimeSpan Ahead { get; set; }

    /// <summary>Groups on a page of a list.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>All requests so far.</summary>
    public IReadOnlyList<ArmRequest> Requests
    {
        get
        {
            lock (_lock)
                return [.. _requests];
        }
    }

    /// <summary>An error as ARM gives it.</summary>
    public static HttpResponseMessage Error(int status, string code, string message, int? retryAfter = null)
    {
        var answer = Json((HttpStatusCode)status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });
        if (retryAfter is { } seconds)
            answer.Headers.TryAddWithoutValidation("Retry-After", seconds.ToString(CultureInfo.InvariantCulture));
        return answer;
    }

    /// <summary>How a group's container stands, for those that look closer.</summary>
    public void SetContainer(string group, string state, int? exitCode = null, string provisioning = "Succeeded")
    {
        var properties = (JsonObject)Groups[group]["properties"]!;
        properties["provisioningState"] = provisioning;
        properties["containers"]![0]!["properties"]!["instanceView"] = new JsonObject
        {
            ["restartCount"] = 0,
            ["currentState"] = new JsonObject { ["state"] = state, ["exitCode"] = exitCode, ["detailStatus"] = state == "Terminated" ? "Completed" : "" },
        };
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage message, CancellationToken cancellationToken)
    {
        var uri = message.RequestUri!;
        var path = Uri.UnescapeDataString(uri.AbsolutePath).Split('/', StringSplitOptions.RemoveEmptyEntries);
        var at = Array.IndexOf(path, "containerGroups");
        var request = new ArmRequest(
            message.Method.Method, uri, at >= 0 && path.Length > at + 1 ? path[at + 1] : null, clock.GetUtcNow(),
            message.Content is null ? null : await message.Content.ReadAsStringAsync(cancellationToken), message.Headers.Authorization?.ToString());
        lock (_lock)
            _requests.Add(request);
        var answer = Before?.Invoke(request) ?? (Handle(request) is var own ? After?.Invoke(request) ?? own : own);
        answer.Headers.Date ??= clock.GetUtcNow() + Ahead;
        return answer;
    }

    private HttpResponseMessage Handle(ArmRequest request)
    {
        switch (request.Method, request.Group)
        {
            case ("PUT", { } name):
                var body = (JsonObject)JsonNode.Parse(request.Body!)!;
                body["name"] = name;
                body["properties"]!["provisioningState"] = "Creating";
                Groups[name] = body;
                return Json(HttpStatusCode.Created, body);
            case ("GET", { } name) when request.Uri.AbsolutePath.EndsWith("/logs", StringComparison.Ordinal):
                return Logs.TryGetValue(name, out var log) ? Json(HttpStatusCode.OK, new JsonObject { ["content"] = log }) : Error(404, "ContainerNotFound", "No container.");
            case ("GET", { } name):
                return Groups.TryGetValue(name, out var group) ? Json(HttpStatusCode.OK, group) : Error(404, "ResourceNotFound", $"No '{name}'.");
            case ("DELETE", { } name):
                return Groups.TryRemove(name, out _) ? new HttpResponseMessage(HttpStatusCode.OK) : new HttpResponseMessage(HttpStatusCode.NoContent);
            case ("GET", null) when request.Uri.AbsolutePath.EndsWith("/containerGroups", StringComparison.Ordinal):
                return List(request.Uri);
            default:
                return Error(404, "InvalidResourceType", request.Uri.AbsolutePath);
        }
    }

    private HttpResponseMessage List(Uri uri)
    {
        var skip = int.Parse(System.Web.HttpUtility.ParseQueryString(uri.Query)["skip"] ?? "0", CultureInfo.InvariantCulture);
        var all = Groups.OrderBy(g => g.Key, StringComparer.Ordinal).ToList();
        var page = new JsonObject { ["value"] = new JsonArray([.. all.Skip(skip).Take(PageSize).Select(g => WithoutViews(g.Value))]) };
        if (skip + PageSize < all.Count)
            page["nextLink"] = $"{uri.GetLeftPart(UriPartial.Path)}?api-version=2026-07-01&skip={skip + PageSize}";
        return Json(HttpStatusCode.OK, page);
    }

    private static JsonNode WithoutViews(JsonObject group)
    {
        var copy = group.DeepClone();
        copy["properties"]!.AsObject().Remove("instanceView");
        foreach (var container in copy["properties"]!["containers"]!.AsArray())
            container!["properties"]!.AsObject().Remove("instanceView");
        return copy;
    }

    private static HttpResponseMessage Json(HttpStatusCode status, JsonNode body) =>
        new(status) { Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json") };
}

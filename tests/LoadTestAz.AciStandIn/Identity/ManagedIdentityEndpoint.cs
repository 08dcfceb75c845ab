using System.Collections.Concurrent;
using System.Text.Json.Nodes;

namespace LoadTestAz.AciStandIn.Identity;

/// <summary>
/// The managed identity endpoint of a virtual machine or container (IMDS), as far as the Azure SDK asks it. Over http, as
/// the real one (https://learn.microsoft.com/entra/identity/managed-identities-azure-resources/how-to-use-vm-token).
/// </summary>
public sealed class ManagedIdentityEndpoint : IAsyncDisposable
{
    /// <summary>The environment variable by which the SDK finds it.</summary>
    public const string HostVariable = "AZURE_POD_IDENTITY_AUTHORITY_HOST";

    private const string TokenPath = "/metadata/identity/oauth2/token";

    private static readonly string[] Resources = ["https://storage.azure.com", "https://management.azure.com", "https://management.core.windows.net"];

    private readonly Predicate<string> _isKnown;
    private LoopbackServer _server = null!;

    private ManagedIdentityEndpoint(Predicate<string> isKnown) => _isKnown = isKnown;

    /// <summary>Its address, for <see cref="HostVariable"/>.</summary>
    public Uri Endpoint => _server.Endpoint;

    /// <summary>The requests so far.</summary>
    public ConcurrentQueue<IdentityRequest> Requests { get; } = new();

    /// <summary>Starts one.</summary>
    /// <param name="isKnown">Whether there is a user-assigned identity with that client id.</param>
    /// <param name="port">0 for a free one.</param>
    public static async Task<ManagedIdentityEndpoint> StartAsync(Predicate<string> isKnown, int port = 0)
    {
        var endpoint = new ManagedIdentityEndpoint(isKnown);
        endpoint._server = await LoopbackServer.StartAsync(port, null, endpoint.AnswerAsync);
        return endpoint;
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        var query = context.Request.Query;
        var request = new IdentityRequest(
            context.Request.Path.Value ?? "", query["client_id"], query["resource"], context.Request.Headers["Metadata"] == "true");
        Requests.Enqueue(request);
        var (status, body) = Answer(request);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private (int Status, JsonObject Body) Answer(IdentityRequest request)
    {
        if (request.Path != TokenPath)
            return Refuse(404, "not_found", $"There is nothing at '{request.Path}'.");
        // IMDS would refuse a request without the header; but the SDK's first one, by which it only wants to know whether
        // somebody is there, has none, and away from IMDS's own address it takes the refusal for an answer.
        var resource = request.Resource?.TrimEnd('/');
        if (!Resources.Contains(resource))
            return Refuse(400, "invalid_resource", $"The resource principal named '{resource}' was not found in the tenant.");
        if (request.ClientId is { } clientId && !_isKnown(clientId))
            return Refuse(400, "invalid_request", "Identity not found");

        var expiry = TimeProvider.System.GetUtcNow() + UnsignedToken.Lifetime;
        return (200, new JsonObject
        {
            ["access_token"] = UnsignedToken.Create(resource!),
            ["client_id"] = request.ClientId,
            ["expires_in"] = $"{(int)UnsignedToken.Lifetime.TotalSeconds}",
            ["expires_on"] = $"{expiry.ToUnixTimeSeconds()}",
            ["resource"] = request.Resource,
            ["token_type"] = "Bearer",
        });
    }

    private static (int Status, JsonObject Body) Refuse(int status, string error, string description) =>
        (status, new JsonObject { ["error"] = error, ["error_description"] = description });
}

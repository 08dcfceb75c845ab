using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Identity;

public sealed class ManagedIdentityEndpointTests : IAsyncLifetime
{
    private readonly HttpClient _http = new();
    private Rig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await Rig.StartAsync();

    public ValueTask DisposeAsync()
    {
        _http.Dispose();
        return _rig.DisposeAsync();
    }

    [Fact]
    public async Task An_identity_gives_tokens_while_a_group_has_it()
    {
        Assert.Equal(400, (await AskAsync("https://storage.azure.com/", "client-1")).Status);
        await _rig.Client.PutAsync("w", Bodies.Of("identity"));
        var (status, body) = await AskAsync("https://storage.azure.com/", "client-1");

        Assert.Equal((200, "Bearer", "client-1"), (status, (string?)body["token_type"], (string?)body["client_id"]));
        Assert.Equal(400, (await AskAsync("https://storage.azure.com/", "client-2")).Status);
    }

    [Fact]
    public async Task A_session_signs_in_to_ARM_with_it()
    {
        var (_, body) = await AskAsync("https://management.azure.com/", clientId: null);
        _rig.Client.Token = (string?)body["access_token"];

        Assert.Equal(200, (await _rig.Client.ListAsync()).Status);
    }

    [Fact]
    public async Task Tokens_are_given_for_what_is_here_only()
    {
        var (status, body) = await AskAsync("https://vault.azure.net", clientId: null);

        Assert.Equal((400, "invalid_resource"), (status, (string?)body["error"]));
    }

    private async Task<(int Status, JsonObject Body)> AskAsync(string resource, string? clientId)
    {
        var query = $"api-version=2018-02-01&resource={Uri.EscapeDataString(resource)}{(clientId is null ? "" : $"&client_id={clientId}")}";
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{_rig.StandIn.Identity.Endpoint}metadata/identity/oauth2/token?{query}");
        request.Headers.Add("Metadata", "true");
        using var response = await _http.SendAsync(request);
        return ((int)response.StatusCode, (JsonObject)JsonNode.Parse(await response.Content.ReadAsStringAsync())!);
    }
}

using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LoadTestAz.AciStandIn.Identity;
using LoadTestAz.AciStandIn.OfficialTypes;

namespace LoadTestAz.AciStandIn.Tests.Support;

/// <summary>Talks to a stand-in over https, as a client without any cleverness.</summary>
internal sealed class ArmClient : IDisposable
{
    private readonly HttpClient _http;

    public ArmClient(StandInServer standIn)
        : this(standIn.Endpoint, standIn.Certificate.NewHandler(), standIn.World)
    {
    }

    public ArmClient(Uri endpoint, HttpMessageHandler handler, StandInWorld world)
    {
        Subscription = $"/subscriptions/{world.SubscriptionId}";
        ResourceGroup = $"{Subscription}/resourceGroups/loadtest";
        _http = new HttpClient(handler) { BaseAddress = endpoint, Timeout = TimeSpan.FromMinutes(2) };
        Token = UnsignedToken.Create("https://management.azure.com");
    }

    /// <summary>The path of the subscription.</summary>
    public string Subscription { get; }

    /// <summary>The path of the resource group.</summary>
    public string ResourceGroup { get; }

    /// <summary>Null for none.</summary>
    public string? Token { get; set; }

    public string GroupPath(string name) => $"{ResourceGroup}/providers/{OfficialType.Name}/{name}";

    public Task<ArmReply> PutAsync(string name, JsonObject body) => SendAsync("PUT", Versioned(GroupPath(name)), body);

    public Task<ArmReply> GetAsync(string name) => SendAsync("GET", Versioned(GroupPath(name)));

    public Task<ArmReply> DeleteAsync(string name) => SendAsync("DELETE", Versioned(GroupPath(name)));

    public Task<ArmReply> PostAsync(string name, string verb) => SendAsync("POST", Versioned($"{GroupPath(name)}/{verb}"));

    public Task<ArmReply> ListAsync() => SendAsync("GET", Versioned($"{ResourceGroup}/providers/{OfficialType.Name}"));

    public async Task<string> LogAsync(string name, string query = "") =>
        (string)(await SendAsync("GET", Versioned($"{GroupPath(name)}/containers/worker/logs") + query)).Body!["content"]!;

    public static string Versioned(string path, string version = OfficialType.ApiVersion) => $"{path}?api-version={version}";

    public async Task<ArmReply> SendAsync(string method, string address, JsonObject? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (Token is not null)
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
            request.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, "application/json");
        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return new ArmReply((int)response.StatusCode, text.Length == 0 ? null : (JsonObject)JsonNode.Parse(text)!, response.Headers);
    }

    /// <summary>Polls a group until its instance view has a state.</summary>
    public async Task<JsonObject> UntilAsync(string name, string state)
    {
        JsonObject properties = [];
        await Eventually.TrueAsync($"group '{name}' {state}", async () =>
        {
            properties = (JsonObject)(await GetAsync(name)).Body!["properties"]!;
            return (string?)properties["instanceView"]!["state"] == state;
        });
        return properties;
    }

    public async Task UntilGoneAsync(string name) =>
        await Eventually.TrueAsync($"group '{name}' gone", async () => (await GetAsync(name)).Status == 404);

    public void Dispose() => _http.Dispose();
}

using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Identity;
using LoadTestAz.AciStandIn.OfficialTypes;
using LoadTestAz.AciStandIn.Tests.Support;

namespace LoadTestAz.AciStandIn.Tests.Arm;

/// <summary>What ARM looks at before anything else.</summary>
public sealed class AdmissionTests : IAsyncLifetime
{
    private Rig _rig = null!;

    public async ValueTask InitializeAsync() => _rig = await Rig.StartAsync();

    public ValueTask DisposeAsync() => _rig.DisposeAsync();

    [Theory]
    [InlineData(null, "AuthenticationFailed")]
    [InlineData("nonsense", "InvalidAuthenticationToken")]
    [InlineData("a.b!.c", "InvalidAuthenticationToken")]
    public async Task A_request_without_a_good_token_is_refused(string? token, string code)
    {
        _rig.Client.Token = token;

        var reply = await _rig.Client.GetAsync("w");

        Assert.Equal((401, code), (reply.Status, reply.ErrorCode));
        Assert.Contains("Bearer authorization_uri=", $"{reply.Headers.WwwAuthenticate}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_for_somebody_else_is_refused()
    {
        _rig.Client.Token = UnsignedToken.Create("https://storage.azure.com");

        var reply = await _rig.Client.GetAsync("w");

        Assert.Equal((401, "InvalidAuthenticationTokenAudience"), (reply.Status, reply.ErrorCode));
        Assert.Contains("'https://storage.azure.com'", reply.ErrorMessage, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_that_is_over_is_refused()
    {
        _rig.Client.Token = UnsignedToken.Create("https://management.azure.com", TimeSpan.FromMinutes(-1));

        Assert.Equal("ExpiredAuthenticationToken", (await _rig.Client.GetAsync("w")).ErrorCode);
    }

    [Theory]
    [InlineData("https://management.azure.com/")]
    [InlineData("https://management.core.windows.net")]
    public async Task Other_names_of_ARM_do(string audience)
    {
        _rig.Client.Token = UnsignedToken.Create(audience);

        Assert.Equal(404, (await _rig.Client.GetAsync("w")).Status);
    }

    [Theory]
    [InlineData("", 400, "MissingApiVersionParameter")]
    [InlineData("?api-version=2023-05-01", 400, "NoRegisteredProviderFound")]
    [InlineData("?api-version=" + OfficialType.ApiVersion, 404, "ResourceNotFound")]
    public async Task The_version_is_pinned(string query, int status, string code)
    {
        var reply = await _rig.Client.SendAsync("GET", _rig.Client.GroupPath("w") + query);

        Assert.Equal((status, code), (reply.Status, reply.ErrorCode));
    }

    [Theory]
    [InlineData("/subscriptions/22222222-2222-2222-2222-222222222222", "SubscriptionNotFound")]
    [InlineData("/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/other", "ResourceGroupNotFound")]
    [InlineData("/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/loadtest/providers/Microsoft.Storage/storageAccounts/none", "ResourceNotFound")]
    [InlineData("/tenants", "InvalidResourceType")]
    public async Task What_is_not_there_is_told_by_its_kind(string path, string code)
    {
        var reply = await _rig.Client.SendAsync("GET", ArmClient.Versioned(path));

        Assert.Equal((404, code), (reply.Status, reply.ErrorCode));
    }

    [Fact]
    public async Task Names_are_taken_in_any_case()
    {
        await _rig.Client.PutAsync("w", Bodies.Plain());

        var path = _rig.Client.GroupPath("W").Replace("resourceGroups/loadtest", "RESOURCEGROUPS/LoadTest", StringComparison.Ordinal);
        Assert.Equal(200, (await _rig.Client.SendAsync("GET", ArmClient.Versioned(path))).Status);
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("""{"location":"eastus","location":"westeurope"}""")]
    public async Task A_body_that_is_no_object_is_refused(string body)
    {
        using var http = new HttpClient(_rig.StandIn.Certificate.NewHandler()) { BaseAddress = _rig.StandIn.Endpoint };
        http.DefaultRequestHeaders.Authorization = new("Bearer", _rig.Client.Token);

        using var response = await http.PutAsync(ArmClient.Versioned(_rig.Client.GroupPath("w")), new StringContent(body));

        Assert.Equal(400, (int)response.StatusCode);
        Assert.Equal(ArmCall.PutGroup, Assert.Single(_rig.StandIn.Recorder.Requests).Call);
    }
}

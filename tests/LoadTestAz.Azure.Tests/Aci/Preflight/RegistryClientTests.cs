using System.Net;
using Azure.Core;
using Azure.Core.Pipeline;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Aci.Preflight;
using LoadTestAz.Plans;

namespace LoadTestAz.Azure.Tests.Aci.Preflight;

/// <summary>How a registry is asked for an image, and what of its answers is told.</summary>
public sealed class RegistryClientTests
{
    private readonly Registry _registry = new();
    private readonly List<string> _scopes = [];

    [Theory]
    [InlineData("acme.azurecr.io/loadtestaz-worker:0.1.0", "/v2/loadtestaz-worker/manifests/0.1.0")]
    [InlineData("acme.azurecr.io/team/worker", "/v2/team/worker/manifests/latest")]
    [InlineData("acme.azurecr.io/team/worker@sha256:abc", "/v2/team/worker/manifests/sha256:abc")]
    public async Task An_image_that_is_there(string image, string path)
    {
        var check = await NewClient().CheckAsync(image, CancellationToken.None);

        Assert.True(check.Status is PlanCheckStatus.Passed, check.Detail);
        Assert.Equal(["/oauth2/exchange", "/oauth2/token", path], _registry.Requests.Select(request => request.Path));
        // The session's token goes into the exchange only, and is one for registries.
        Assert.Equal(["https://containerregistry.azure.net/.default"], _scopes);
        Assert.Contains("access_token=session-token", _registry.Requests[0].Body, StringComparison.Ordinal);
        Assert.DoesNotContain("session-token", _registry.Requests[1].Body + _registry.Requests[2].Authorization, StringComparison.Ordinal);
        Assert.Equal("Bearer access", _registry.Requests[2].Authorization);
    }

    [Theory]
    [InlineData(HttpStatusCode.NotFound, PlanCheckStatus.Failed)]
    [InlineData(HttpStatusCode.Unauthorized, PlanCheckStatus.Skipped)]
    [InlineData(HttpStatusCode.ServiceUnavailable, PlanCheckStatus.Skipped)]
    public async Task What_else_it_may_answer(HttpStatusCode answer, PlanCheckStatus status)
    {
        _registry.Manifest = answer;

        Assert.Equal(status, (await NewClient().CheckAsync("acme.azurecr.io/worker:1", CancellationToken.None)).Status);
    }

    [Theory]
    [InlineData("registry.example.com/worker:1")]
    [InlineData("azurecr.io.evil.example/worker:1")]
    [InlineData("notazurecr.io/worker:1")]
    [InlineData("ghcr.io/acme/worker:1")]
    public async Task A_registry_elsewhere_gets_no_token(string image)
    {
        Assert.Equal(PlanCheckStatus.Skipped, (await NewClient().CheckAsync(image, CancellationToken.None)).Status);
        Assert.Empty(_registry.Requests);
        Assert.Empty(_scopes);
    }

    [Fact]
    public async Task A_sign_in_that_is_refused_proves_nothing()
    {
        _registry.Exchange = HttpStatusCode.Unauthorized;

        var check = await NewClient().CheckAsync("acme.azurecr.io/worker:1", CancellationToken.None);

        Assert.Equal(PlanCheckStatus.Skipped, check.Status);
        Assert.Contains("401", check.Detail, StringComparison.Ordinal);
    }

    private RegistryClient NewClient() => new(
        DelegatedTokenCredential.Create((context, _) =>
        {
            _scopes.AddRange(context.Scopes);
            return new AccessToken("session-token", DateTimeOffset.UtcNow.AddHours(1));
        }),
        CloudEndpoints.Of(LoadTestCloud.AzureCloud), new ArmOptions { Transport = new HttpClientTransport(new HttpClient(_registry)) });

    private sealed class Registry : HttpMessageHandler
    {
        public HttpStatusCode Exchange { get; set; } = HttpStatusCode.OK;

        public HttpStatusCode Manifest { get; set; } = HttpStatusCode.OK;

        public List<(string Path, string Body, string? Authorization)> Requests { get; } = [];

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var path = request.RequestUri!.AbsolutePath;
            Requests.Add((path, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken), request.Headers.Authorization?.ToString()));
            return path switch
            {
                "/oauth2/exchange" => new(Exchange) { Content = new StringContent("""{"refresh_token":"refresh"}""") },
                "/oauth2/token" => new(HttpStatusCode.OK) { Content = new StringContent("""{"access_token":"access"}""") },
                _ => new(Manifest) { Content = new StringContent("") },
            };
        }
    }
}

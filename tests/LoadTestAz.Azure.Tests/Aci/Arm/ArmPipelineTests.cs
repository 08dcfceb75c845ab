using Azure.Core;
using Azure.Identity;
using LoadTestAz.Azure.Aci.Arm;
using LoadTestAz.Azure.Tests.Aci.Support;
using LoadTestAz.Ports;

namespace LoadTestAz.Azure.Tests.Aci.Arm;

public sealed class ArmPipelineTests
{
    private readonly ArmWorld _world = new();

    [Fact]
    public async Task A_token_for_the_clouds_manager_goes_with_every_request()
    {
        await _world.Client.ListGroupsAsync(TimeSpan.Zero, default);

        var request = Assert.Single(_world.Arm.Requests);
        Assert.Equal("Bearer token-for-https://management.azure.com/.default", request.Authorization);
        Assert.Equal($"https://management.azure.com/subscriptions/{ArmWorld.Subscription}/resourceGroups/rg/providers/Microsoft.ContainerInstance/containerGroups?api-version=2026-07-01", request.Uri.AbsoluteUri);
    }

    [Theory]
    [InlineData("https://management.azure.com/a?b=c", true)]
    [InlineData("https://MANAGEMENT.azure.com:443/a", true)]
    [InlineData("http://management.azure.com/a", false)]
    [InlineData("https://management.azure.com:8443/a", false)]
    [InlineData("https://evil.example/a", false)]
    [InlineData("https://management.azure.com.evil.example/a", false)]
    [InlineData("https://management.azure.com@evil.example/a", false)]
    [InlineData("https://user@management.azure.com/a", false)]
    [InlineData("/subscriptions", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void A_link_is_followed_on_the_same_scheme_host_and_port_only(string? link, bool followed) =>
        Assert.Equal(followed, _world.Pipeline.Follow(link) is not null);

    [Fact]
    public async Task A_next_page_elsewhere_is_refused()
    {
        _world.Arm.Before = _ => new HttpResponseMessage { Content = new StringContent("""{"value": [], "nextLink": "https://evil.example/more"}""") };

        var error = await Assert.ThrowsAsync<ComputeException>(() => _world.Client.ListGroupsAsync(TimeSpan.Zero, default));

        Assert.Contains("another host", error.Message);
        Assert.All(_world.Arm.Requests, request => Assert.Equal("management.azure.com", request.Uri.Host));
    }

    [Theory]
    [InlineData("Retry-After", "17", 17.0)]
    [InlineData("retry-after-ms", "2500", 2.5)]
    [InlineData("x-ms-retry-after-ms", "400", 0.4)]
    [InlineData("Retry-After", "Fri, 02 Jan 2026 03:05:05 GMT", 60.0)]
    [InlineData("Retry-After", "soon", null)]
    [InlineData("Retry-After", "Fri, 02 Jan 2026 03:00:00 GMT", null)]
    // An instant of the service's own clock, which is two hours ahead of this machine's.
    [InlineData("Retry-After", "Fri, 02 Jan 2026 05:05:05 GMT", 60.0, 2)]
    public async Task The_service_says_how_long_to_wait(string header, string value, double? seconds, int aheadByHours = 0)
    {
        _world.Arm.Ahead = TimeSpan.FromHours(aheadByHours);
        _world.Arm.Before = _ =>
        {
            var answer = ScriptedArm.Error(429, "TooManyRequests", "slow down");
            answer.Headers.TryAddWithoutValidation(header, value);
            return answer;
        };

        var answer = await _world.Pipeline.SendAsync(RequestMethod.Get, _world.Pipeline.At("/x"), null, ArmOptions.TryTimeout, default);

        Assert.Equal(seconds is { } s ? TimeSpan.FromSeconds(s) : null, answer.RetryAfter);
        Assert.Equal((429, "TooManyRequests", "slow down"), (answer.Status, answer.Code, answer.Message));
    }

    [Fact]
    public async Task What_is_no_JSON_is_told_by_its_status()
    {
        _world.Arm.Before = _ => new HttpResponseMessage(System.Net.HttpStatusCode.BadGateway) { Content = new StringContent("<html>") };

        var answer = await _world.Pipeline.SendAsync(RequestMethod.Get, _world.Pipeline.At("/x"), null, ArmOptions.TryTimeout, default);

        Assert.Equal((502, null, "Bad Gateway"), (answer.Status, answer.Code, answer.Message));
        Assert.True(answer.IsUncertain);
    }

    [Fact]
    public async Task No_answer_is_an_answer_too()
    {
        _world.Arm.Before = _ => throw new HttpRequestException("outer", new IOException("The connection was reset."));

        var answer = await _world.Pipeline.SendAsync(RequestMethod.Get, _world.Pipeline.At("/x"), null, ArmOptions.TryTimeout, default);

        Assert.Equal((0, "The connection was reset."), (answer.Status, answer.Message));
        Assert.Single(_world.Arm.Requests); // Nothing is sent again behind our back.
    }

    [Fact]
    public async Task That_nobody_is_signed_in_is_told_as_such()
    {
        var nobody = DelegatedTokenCredential.Create((_, _) => throw new CredentialUnavailableException("Nobody is signed in.\nMore of it."));
        var client = new ArmClient(_world.NewPipeline(new Uri("https://management.azure.com"), nobody), _world.Client.Target, _world.Paces, _world.Clock);

        var error = await Assert.ThrowsAsync<ComputeException>(() => client.ListGroupsAsync(TimeSpan.Zero, default));

        Assert.Equal((ComputeFailure.PermissionDenied, true), (error.Failure, error.ConcernsAll));
        Assert.Contains("Nobody is signed in. Sign in with Connect-AzAccount", error.Message);
        Assert.Empty(_world.Arm.Requests);
    }
}

using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.Http;

public sealed class RedirectTests
{
    [Theory]
    [InlineData(301, "POST", "GET", "")]
    [InlineData(302, "POST", "GET", "")]
    [InlineData(303, "PUT", "GET", "")]
    [InlineData(307, "POST", "POST", "data")]
    [InlineData(308, "PUT", "PUT", "data")]
    [InlineData(302, "HEAD", "HEAD", "")]
    [InlineData(302, "GET", "GET", "")]
    public async Task Method_and_body_change_as_in_k6(int status, string method, string thenMethod, string thenBody)
    {
        await using var target = new TargetServer(request =>
            request.Path == "/to" ? request.RespondAsync() : request.RespondAsync(status, "moved", "Location: /to"));
        var planned = TestLoad.Get(new Uri(target.Url, "from"), "order", 200) with
        {
            Method = method,
            Body = method is "GET" or "HEAD" ? null : "data",
            Headers = new Dictionary<string, string> { ["X-Token"] = "abc", ["Content-Type"] = "text/plain" },
        };
        await using var load = new TestLoad { Requests = [planned] };

        await load.RunAsync(iterations: 1);

        Assert.Equal([(method, "/from"), (thenMethod, "/to")], target.Requests.Select(r => (r.Method, r.Path)));
        var second = target.Requests[1];
        Assert.Equal(thenBody, second.Body);
        Assert.Equal("abc", second.Headers["X-Token"]);
        Assert.Equal(thenBody.Length > 0, second.Headers.ContainsKey("Content-Type"));
        Assert.Equal($"{target.Url}from", second.Headers["Referer"]);

        // Each hop has its samples; the check looks at the last.
        Assert.Equal(2, load.Sink.Requests);
        Assert.Equal([$"{status}", "200"], load.Sink.TagValues("status"));
        Assert.Equal([method, thenMethod], load.Sink.Tags(BuiltInMetrics.HttpReqs).Select(t => t.TryGetValue("method", out var m) ? m : ""));
        Assert.Equal(["order"], load.Sink.TagValues("name"));
        Assert.Equal([1, 0], load.Sink.Values(BuiltInMetrics.HttpReqFailed));
        Assert.Equal([1], load.Sink.Values(BuiltInMetrics.Checks));
    }

    [Fact]
    public async Task A_request_without_a_name_goes_by_the_address_of_each_hop()
    {
        await using var target = new TargetServer(request =>
            request.Path == "/to?a=1" ? request.RespondAsync() : request.RespondAsync(302, "", "Location: to?a=1"));
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 2);

        Assert.Equal([$"{target.Url}", $"{target.Url}to?a=1"], load.Sink.TagValues("url"));
        Assert.Equal([$"{target.Url}", $"{target.Url}to?a=1"], load.Sink.TagValues("name"));
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
        Assert.Equal(1, target.Connections);
    }

    [Fact]
    public async Task The_eleventh_redirect_is_the_response()
    {
        await using var target = new TargetServer(request => request.RespondAsync(302, "", "Location: /again"));
        await using var load = new TestLoad { Requests = [TestLoad.Get(target.Url, "loop", 302)] };

        await load.RunAsync(iterations: 1);

        Assert.Equal(11, await target.FinalCountAsync());
        Assert.Equal(11, load.Sink.Requests);
        Assert.Equal([1], load.Sink.Values(BuiltInMetrics.Checks));
        Assert.Equal(1, load.Sink.Sum(BuiltInMetrics.Iterations));
    }

    [Fact]
    public async Task A_redirect_that_does_not_say_where_to_is_the_response()
    {
        await using var target = new TargetServer(request => request.RespondAsync(302));
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 1);

        Assert.Equal(["302"], load.Sink.TagValues("status"));
        Assert.Equal(0, load.Sink.Sum(BuiltInMetrics.HttpReqFailed));
    }

    [Fact]
    public async Task A_redirect_to_another_scheme_is_a_failed_request()
    {
        await using var target = new TargetServer(request => request.RespondAsync(302, "", "Location: mailto:ann@example.org"));
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 1);

        Assert.Equal([null, "unsupported protocol scheme"], load.Sink.TagValues("error"));
        Assert.Equal([0, 1], load.Sink.Values(BuiltInMetrics.HttpReqFailed));
    }

    [Fact]
    public async Task Secrets_stay_with_the_host_they_are_for()
    {
        await using var other = new TargetServer(request => request.RespondAsync());
        await using var target = new TargetServer(request => request.Path == "/here"
            ? request.RespondAsync()
            : request.RespondAsync(302, "", "Set-Cookie: session=42", $"Location: {(request.Path == "/" ? "/here" : $"http://localhost:{other.Port}/there")}"));
        var headers = new Dictionary<string, string> { ["Authorization"] = "Bearer t", ["Cookie"] = "own=1", ["X-Token"] = "abc", ["Host"] = "shop.example" };
        await using var load = new TestLoad
        {
            Requests =
            [
                TestLoad.Get(target.Url) with { Headers = headers },
                TestLoad.Get(new Uri(target.Url, "away")) with { Headers = headers },
            ],
        };

        await load.RunAsync(iterations: 1);

        var here = target.Requests[1].Headers;
        Assert.Equal(("Bearer t", "abc", "shop.example", "session=42"), (here["Authorization"], here["X-Token"], here["Host"], here["Cookie"]));
        var there = Assert.Single(other.Requests).Headers;
        Assert.Equal(("abc", $"localhost:{other.Port}"), (there["X-Token"], there["Host"]));
        Assert.False(there.ContainsKey("Authorization"));
        Assert.False(there.ContainsKey("Cookie"));
    }
}

using LoadTestAz.Metrics;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.Http;

/// <summary>What goes over the wire, and the tags and checks of what comes back.</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task A_plain_request_carries_what_k6_would_send()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { TargetUrl = new Uri(target.Url, "path?q=1") };

        await load.RunAsync(iterations: 1);

        var request = Assert.Single(target.Requests);
        Assert.Equal(("GET", "/path?q=1", ""), (request.Method, request.Path, request.Body));
        Assert.Equal(["Host", "User-Agent"], request.Headers.Keys.Order());
        Assert.Matches(@"^LoadTestAz/\d+\.\d+\.\d+$", request.Headers["User-Agent"]);
    }

    [Fact]
    public async Task Headers_and_body_are_those_of_the_plan()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        var planned = TestLoad.Get(target.Url) with
        {
            Method = "POST",
            Body = "{\"name\":\"Zoë\"}",
            Headers = new Dictionary<string, string>
            {
                ["Content-Type"] = "application/json", ["user-agent"] = "mine", ["X-Token"] = "abc", ["Host"] = "shop.example", ["Content-Length"] = "3",
            },
        };
        await using var load = new TestLoad { Requests = [planned] };

        await load.RunAsync(iterations: 2);

        Assert.Equal(2, target.Requests.Count);
        Assert.All(target.Requests, request =>
        {
            Assert.Equal(("POST", planned.Body), (request.Method, request.Body));
            Assert.Equal("application/json", request.Headers["Content-Type"]);
            Assert.Equal("mine", request.Headers["User-Agent"]);
            Assert.Equal("abc", request.Headers["X-Token"]);
            Assert.Equal("shop.example", request.Headers["Host"]);
            Assert.Equal("15", request.Headers["Content-Length"]);
        });
        Assert.Equal(["POST"], load.Sink.TagValues("method"));
    }

    [Fact]
    public async Task Headers_beyond_ascii_are_sent_as_utf8()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        var planned = TestLoad.Get(target.Url) with { Headers = new Dictionary<string, string> { ["X-Name"] = "Zoë" } };
        await using var load = new TestLoad { Requests = [planned] };

        await load.RunAsync(iterations: 1);

        Assert.Equal("ZoÃ«", target.Requests[0].Headers["X-Name"]);
    }

    [Fact]
    public async Task Tags_are_those_of_k6_and_the_plan()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad
        {
            Requests = [TestLoad.Get(target.Url, "home")], Tags = new Dictionary<string, string> { ["region"] = "west" },
        };

        await load.RunAsync(iterations: 3);

        var tags = load.Sink.Tags(BuiltInMetrics.HttpReqs);
        Assert.Equal(
            "expected_response:true,group:,method:GET,name:home,proto:HTTP/1.1,region:west,scenario:default,status:200,url:home", tags[0].ToString());
        Assert.All(tags, t => Assert.Same(tags[0], t));
        Assert.Equal("group:,region:west,scenario:default", load.Sink.Tags(BuiltInMetrics.Iterations)[0].ToString());
        Assert.Equal("group:,region:west,scenario:default", load.Sink.Tags(BuiltInMetrics.DataSent)[0].ToString());
    }

    [Fact]
    public async Task Every_request_is_one_record_with_all_its_metrics()
    {
        await using var target = new TargetServer(request => request.RespondAsync());
        await using var load = new TestLoad { TargetUrl = target.Url };

        await load.RunAsync(iterations: 1);

        Assert.Equal(2, load.Sink.Records.Count());
        Assert.Equal(
            ["http_reqs", "http_req_duration", "http_req_blocked", "http_req_connecting", "http_req_tls_handshaking",
             "http_req_sending", "http_req_waiting", "http_req_receiving", "http_req_failed"],
            load.Sink.Records.First().Samples.Select(s => s.Metric.Name));
        Assert.Equal(
            ["data_sent", "data_received", "iteration_duration", "iterations"], load.Sink.Records.Last().Samples.Select(s => s.Metric.Name));
    }

    [Fact]
    public async Task Credentials_in_the_address_are_sent_and_not_shown()
    {
        await using var target = new TargetServer(request => request.RespondAsync(500));
        await using var load = new TestLoad { TargetUrl = new Uri($"http://ann:s%40cret@127.0.0.1:{target.Port}/x") };

        await load.RunAsync(iterations: 1);

        Assert.Equal("Basic " + Convert.ToBase64String("ann:s@cret"u8), target.Requests[0].Headers["Authorization"]);
        Assert.Equal([$"http://****:****@127.0.0.1:{target.Port}/x"], load.Sink.TagValues("url"));
        Assert.Equal(load.Sink.TagValues("url"), load.Sink.TagValues("name"));
    }

    [Theory]
    [InlineData(200, new int[0], 0, null, null)]
    [InlineData(399, new int[0], 0, null, null)]
    [InlineData(404, new int[0], 1, null, null)]
    [InlineData(200, new[] { 200 }, 0, "home: status is 200", 1.0)]
    [InlineData(201, new[] { 200, 201 }, 0, "home: status is 200 or 201", 1.0)]
    [InlineData(404, new[] { 404 }, 0, "home: status is 404", 1.0)]
    [InlineData(204, new[] { 200 }, 1, "home: status is 200", 0.0)]
    public async Task Expected_statuses_decide_failure_and_check(int status, int[] expect, double failed, string? check, double? passed)
    {
        await using var target = new TargetServer(request => request.RespondAsync(status, status == 204 ? "" : "x"));
        await using var load = new TestLoad { Requests = [TestLoad.Get(target.Url, "home", expect)] };

        await load.RunAsync(iterations: 1);

        Assert.Equal([failed], load.Sink.Values(BuiltInMetrics.HttpReqFailed));
        Assert.Equal([failed == 0 ? "true" : "false"], load.Sink.TagValues("expected_response"));
        Assert.Equal(passed is { } p ? [p] : [], load.Sink.Values(BuiltInMetrics.Checks));
        if (check is not null)
            Assert.Equal($"check:{check},group:,scenario:default", load.Sink.Tags(BuiltInMetrics.Checks)[0].ToString());
    }

    [Fact]
    public async Task A_request_without_an_answer_fails_its_check()
    {
        await using var load = new TestLoad { Requests = [TestLoad.Get(new Uri($"http://127.0.0.1:{ConnectFailureTests.ClosedPort()}/"), "home", 200)] };

        await load.RunAsync(iterations: 2);

        Assert.Equal([0, 0], load.Sink.Values(BuiltInMetrics.Checks));
    }

    [Fact]
    public async Task Cookies_last_for_one_iteration()
    {
        await using var target = new TargetServer(request => request.Path == "/login"
            ? request.RespondAsync(200, "", "Set-Cookie: session=42; Path=/; Expires=Wed, 21 Oct 2099 07:28:00 GMT", "Set-Cookie: a=b", "Set-Cookie: ;;=broken")
            : request.RespondAsync());
        await using var load = new TestLoad
        {
            Requests =
            [
                TestLoad.Get(new Uri(target.Url, "login")),
                TestLoad.Get(new Uri(target.Url, "cart")) with { Headers = new Dictionary<string, string> { ["Cookie"] = "own=1" } },
            ],
        };

        await load.RunAsync(iterations: 2);

        var cookies = target.Requests.Select(r => r.Headers.GetValueOrDefault("Cookie")).ToArray();
        Assert.Equal([null, "own=1; session=42; a=b", null, "own=1; session=42; a=b"], cookies);
    }
}

using System.Text.Json;
using LoadTestAz.Agent.Engines.K6.Scripts;
using LoadTestAz.Agent.Tests.Engines.Http;
using LoadTestAz.Metrics;
using LoadTestAz.Plans;
using LoadTestAz.Ports;

namespace LoadTestAz.Agent.Tests.Engines.K6.Scripts;

public sealed class K6ScriptGeneratorTests : IDisposable
{
    // All that could end a literal, a line, a template or a tag.
    private const string Nasty = "\"'`${process}\\\n\r\u2028\u2029</script>\0é😀";

    private readonly ScriptFolder _folder = new();

    [Fact]
    public void A_target_alone_is_a_get_of_it()
    {
        var script = K6ScriptGenerator.Create(ScriptFolder.Plan(null) with { TargetUrl = new Uri("http://t:8080/a?b=c"), Sleep = TimeSpan.FromMilliseconds(1500) }, TestType.Protocol);
        Assert.Contains("""http.request("GET", "http://t:8080/a?b=c", null, params0);""", script);
        Assert.Contains("  sleep(1.5);\n", script);
        Assert.DoesNotContain("tags:", script);
    }

    [Fact]
    public void No_text_of_the_plan_becomes_code()
    {
        var request = new LoadTestRequest { Method = "POST", Url = new Uri("http://t/"), Name = Nasty, Body = Nasty, Headers = new Dictionary<string, string> { ["__proto__"] = Nasty }, ExpectStatus = [200] };
        var script = K6ScriptGenerator.Create(ScriptFolder.Plan(null) with { Requests = [request] }, TestType.Protocol);
        Assert.All(script, c => Assert.True(c is >= ' ' and <= '~' or '\n'));
        Assert.Equal(3, ScriptLexer.Read(script).Count(token => token.Kind is ScriptTokenKind.Text && token.Text == Nasty));
        Assert.Contains("""["__proto__"]:""", script);
    }

    [Fact]
    public void Browsers_open_the_pages()
    {
        var plan = ScriptFolder.Plan(null) with { TestType = TestType.Browser, TargetUrl = new Uri("http://t/"), Requests = [TestLoad.Get(new Uri("http://t/a")), TestLoad.Get(new Uri("http://t/b")) with { Method = "POST" }] };
        Assert.Contains("""const pages = ["http://t/a"];""", K6ScriptGenerator.Create(plan, TestType.Browser));
        Assert.Contains("""const pages = ["http://t/"];""", K6ScriptGenerator.Create(plan with { TestType = TestType.Mixed }, TestType.Browser));
    }

    [Theory]
    [InlineData("0.49.0", "'k6/experimental/browser'")]
    [InlineData("0.51.0", "'k6/experimental/browser'")]
    [InlineData("0.52.0", "'k6/browser'")]
    [InlineData("2.2.0", "'k6/browser'")]
    public void The_browser_is_where_that_version_has_it(string version, string module) =>
        Assert.Contains($"from {module};", K6ScriptGenerator.Create(ScriptFolder.Plan(null) with { TargetUrl = new Uri("http://t/") }, TestType.Browser, Version.Parse(version)));

    [Fact]
    public async Task K6_takes_the_browsers_script_with_the_workers_share()
    {
        var k6 = new K6Tool(RealK6.PathOrSkip(), TimeProvider.System);
        var text = (await k6.RunAsync(["version"], new Dictionary<string, string>(), CancellationToken.None)).Text;
        var version = Version.Parse(System.Text.RegularExpressions.Regex.Match(text, @"v(\d+\.\d+\.\d+)").Groups[1].Value);
        var plan = ScriptFolder.Plan(null) with { TargetUrl = new Uri("http://t/"), TestType = TestType.Browser };
        plan = plan with { Script = _folder.Add("browser.js", K6ScriptGenerator.Create(plan, TestType.Browser, version)) };
        var options = await new K6Inspector(k6).InspectAsync(plan, plan.Workers[0], CancellationToken.None);
        Assert.Equal((2, TimeSpan.FromMinutes(1)), (options.MaxVus, options.Length));
        Assert.Equal(["default"], options.Scenarios);
    }

    [Fact]
    public async Task K6_measures_what_the_http_engine_measures()
    {
        const int Iterations = 4;
        await using var server = new TargetServer(request => request.Path switch
        {
            "/missing" => request.RespondAsync(404),
            "/moved" => request.RespondAsync(302, "", "Location: /"),
            _ => request.RespondAsync(),
        });
        LoadTestRequest[] requests =
        [
            new() { Url = server.Url, Name = server.Url.AbsoluteUri },
            new() { Method = "POST", Url = new Uri(server.Url, "form?q=1"), Name = "send \"it\" `now`", Body = Nasty, Headers = new Dictionary<string, string> { ["Content-Type"] = "text/x", ["X-A"] = "'b'" }, ExpectStatus = [200, 201] },
            new() { Url = new Uri(server.Url, "missing"), Name = "gone", ExpectStatus = [404] },
            new() { Url = new Uri(server.Url, "missing"), Name = new Uri(server.Url, "missing").AbsoluteUri },
            new() { Url = new Uri(server.Url, "missing"), Name = "checked", ExpectStatus = [200] },
            new() { Url = new Uri(server.Url, "moved"), Name = new Uri(server.Url, "moved").AbsoluteUri },
        ];
        await using var load = new TestLoad { Requests = requests };
        await load.RunAsync(Iterations);
        var ours = load.Sink.Records.SelectMany(r => r.Samples.Select(s => (s.Metric.Name, s.Value, Tags: r.Tags.Pairs)));
        var byHttp = server.Requests.ToList();

        var script = _folder.Add("requests.js", K6ScriptGenerator.Create(ScriptFolder.Plan(null) with { Requests = requests }, TestType.Protocol));
        var output = Path.Combine(_folder.Path, "out.json");
        var run = await new K6Tool(RealK6.PathOrSkip(), TimeProvider.System).RunAsync(
            ["run", "--quiet", "--out", "json=" + output, script],
            new Dictionary<string, string> { ["K6_VUS"] = "1", ["K6_ITERATIONS"] = $"{Iterations}" }, CancellationToken.None);
        Assert.True(run.ExitCode == 0, run.Error);

        Assert.Equal(Count(ours), Count(Samples(output)));
        Assert.Equal(byHttp.Select(Sent), server.Requests.Skip(byHttp.Count).Select(Sent));
    }

    [Fact]
    public async Task Variables_and_secrets_in_headers_and_bodies_mean_the_same_on_both_engines()
    {
        await using var server = new TargetServer(request => request.RespondAsync());
        LoadTestRequest[] requests =
        [
            new()
            {
                Method = "POST", Url = server.Url, Name = "x", Body = "{\"t\": \"${API_TOKEN}\", \"u\": \"${USER_NAME}\", \"n\": \"${nobody}\"}",
                Headers = new Dictionary<string, string> { ["X-A"] = "Bearer ${API_TOKEN}", ["Content-Type"] = "${USER_NAME}/${nobody}" },
            },
        ];
        var env = new Dictionary<string, string> { ["USER_NAME"] = "text" };
        var secrets = WorkerSecrets.Of(["API_TOKEN"], _ => "t0p \"secret\" ${USER_NAME} `x`");
        await using var load = new TestLoad { Requests = requests, Env = env, Secrets = secrets };
        await load.RunAsync(1);

        var plan = ScriptFolder.Plan(null) with { Requests = requests, Env = env, Secrets = ["API_TOKEN"] };
        var script = _folder.Add("variables.js", K6ScriptGenerator.Create(plan, TestType.Protocol));
        var run = await new K6Tool(RealK6.PathOrSkip(), TimeProvider.System, secrets).RunAsync(
            ["run", "--quiet", "--include-system-env-vars", script], new Dictionary<string, string>(env) { ["K6_VUS"] = "1", ["K6_ITERATIONS"] = "1" }, CancellationToken.None);
        Assert.True(run.ExitCode == 0, run.Error);

        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("POST / text/${nobody},Bearer t0p \"secret\" ${USER_NAME} `x` {\"t\": \"t0p \"secret\" ${USER_NAME} `x`\", \"u\": \"text\", \"n\": \"${nobody}\"}", Sent(server.Requests.First()));
        Assert.Equal(Sent(server.Requests.First()), Sent(server.Requests.Last()));
    }

    public void Dispose() => _folder.Dispose();

    private static string Sent(TargetRequest r) =>
        $"{r.Method} {r.Path} {string.Join(',', new[] { "Content-Type", "X-A" }.Select(h => r.Headers.GetValueOrDefault(h)))} {r.Body}";

    private static IEnumerable<(string Name, double Value, IReadOnlyList<KeyValuePair<string, string>> Tags)> Samples(string file)
    {
        foreach (var line in File.ReadLines(file))
        {
            var json = JsonDocument.Parse(line).RootElement;
            if (json.GetProperty("type").GetString() == "Point")
            {
                var data = json.GetProperty("data");
                yield return (json.GetProperty("metric").GetString()!, data.GetProperty("value").GetDouble(), [.. data.GetProperty("tags").EnumerateObject().Select(t => KeyValuePair.Create(t.Name, t.Value.GetString()!))]);
            }
        }
    }

    /// <summary>How often each combination of metric and tags occurs, and the value where it is no time or size.</summary>
    private static string Count(IEnumerable<(string Name, double Value, IReadOnlyList<KeyValuePair<string, string>> Tags)> samples) => string.Join('\n', samples
        .Where(s => s.Name is not ("vus" or "vus_max"))
        .Select(s => $"{s.Name} {(s.Name is "checks" or "http_req_failed" or "http_reqs" ? s.Value : "")} {string.Join(' ', s.Tags.Where(t => t.Value.Length > 0).OrderBy(t => t.Key, StringComparer.Ordinal).Select(t => $"{t.Key}={t.Value}"))}")
        .GroupBy(line => line).Select(g => $"{g.Count()} {g.Key}").Order(StringComparer.Ordinal));
}

using LoadTestAz.Plans;

namespace LoadTestAz.Yaml.Tests;

/// <summary>The section <c>test</c>: what each virtual user does.</summary>
public sealed class PlanTestSectionTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("plans").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    // The line stands in line 3, columns count from its two spaces.
    [Theory]
    [InlineData("type: browsr", 9, "type: 'browsr' is not allowed; allowed are protocol, browser; did you mean 'browser'?")]
    [InlineData("type: mixed", 9, "type: 'mixed' is not allowed; allowed are protocol, browser")]
    [InlineData("engine: k7", 11, "engine: 'k7' is not allowed; allowed are auto, k6, http; did you mean 'k6'?")]
    [InlineData("capture: ligth", 12, "capture: 'ligth' is not allowed; allowed are full, light; did you mean 'light'?")]
    [InlineData("url: http://x", 3, "url: unknown key; did you mean 'target_url'?")]
    [InlineData("name: x", 3, "name: unknown key; 'name' stands at the top level, beside 'test'")]
    [InlineData("setup: never", 10, "setup: 'never' is not allowed; allowed are once, each_worker")]
    [InlineData("setup: eachworker", 10, "setup: 'eachworker' is not allowed; allowed are once, each_worker; did you mean 'each_worker'?")]
    [InlineData("setup: none", 10, "setup: 'none' is not allowed; allowed are once, each_worker")]
    [InlineData("script: nowhere.js", 11, "script: 'nowhere.js' does not exist; looked for {folder}nowhere.js")]
    [InlineData("script: ..", 11, "script: '..' is a folder; name the script in it")]
    [InlineData("script: ''", 11, "script: '' is no path")]
    [InlineData("sleep: -1", 10, "sleep: '-1' is out of range; allowed is a number from 0 to 86,400 seconds")]
    [InlineData("sleep: long", 10, "sleep: 'long' is no duration: write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"")]
    [InlineData("env: [A]", 8, "env: is a list; allowed is a mapping")]
    [InlineData("env: {A: ~}", 12, "env.A: has no value; write \"\" for an empty text")]
    [InlineData("env: {A: [1]}", 12, "env.A: is a list; allowed is a text")]
    [InlineData("env: {A-B: 1}", 9, "env.A-B: 'A-B' can't be the name of a variable; allowed are letters, digits and '_', no digit first")]
    [InlineData("env: {VUS: 1}", 9, "env.VUS: 'VUS' is set by each worker itself; take another name")]
    [InlineData("env: {LOADTEST_X: 1}", 9, "env.LOADTEST_X: 'LOADTEST_X' is set by each worker itself; take another name")]
    [InlineData("env: {k6_rps: 1}", 9, "env.k6_rps: 'k6_rps' would set the load of each worker's k6 by itself, so that all together make a multiple of it; give distribution.total_vus and duration, or set it in the script's options, which are divided among the workers")]
    [InlineData("secrets: {API_TOKEN: abc}", 12, "secrets: is a mapping; allowed is the name of an environment variable, such as API_TOKEN")]
    [InlineData("secrets: [API_TOKEN=abc]", 13, "secrets[0]: can't be the name of a variable; allowed are letters, digits and '_', no digit first. Give the name alone: the value stays in the environment of whoever starts the workers")]
    [InlineData("secrets: [A, worker_index]", 16, "secrets[1]: 'worker_index' is set by each worker itself; take another name")]
    [InlineData("secrets: [LOADTEST_K6]", 13, "secrets[0]: 'LOADTEST_K6' is set by each worker itself; take another name")]
    [InlineData("secrets: [K6_VUS]", 13, "secrets[0]: 'K6_VUS' is one of k6's own settings; take another name")]
    [InlineData("secrets: [A, B, a]", 19, "secrets[2]: 'a' is given twice")]
    [InlineData("secrets: [~]", 13, "secrets[0]: has no value; allowed is the name of an environment variable, such as API_TOKEN")]
    [InlineData("tags: {'': 1}", 10, "tags.: a tag needs a name")]
    [InlineData("requests: [ftp://x/y]", 14, "requests[0]: 'ftp://x/y' is not an address; allowed is a full one with http:// or https://")]
    [InlineData("requests: [/a, 'localhost:8080/x']", 18, "requests[1]: 'localhost:8080/x' is not an address; allowed is a full one with http:// or https://; did you mean 'http://localhost:8080/x'?")]
    [InlineData("requests: ['']", 14, "requests[0]: '' is not an address; allowed is an absolute one, or one relative to test.target_url")]
    [InlineData("requests: [[/a]]", 14, "requests[0]: is a list; allowed is an address, absolute or relative to test.target_url")]
    [InlineData("requests: [{method: 'G T'}]", 23, "requests[0].method: 'G T' is no HTTP method; usual are GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS, TRACE")]
    [InlineData("requests: [{headers: {'a b': 1}}]", 25, "requests[0].headers.a b: 'a b' can't be the name of a header field; allowed are letters, digits and '-'")]
    [InlineData("requests: [{headers: {a: \"x\\ny\"}}]", 28, "requests[0].headers.a: a header field is a single line")]
    [InlineData("requests: [{headers: {a: 1, A: 2}}]", 31, "requests[0].headers.A: the header field 'A' is given twice; case makes no difference")]
    [InlineData("requests: [{body: {a: 1}}]", 21, "requests[0].body: is a mapping; a body is a text: write JSON in quotes, or as a block after '|'")]
    [InlineData("requests: [{expect_status: [200, OK]}]", 36, "requests[0].expect_status[1]: 'OK' is not a plain whole number; allowed is a whole number from 100 to 599")]
    [InlineData("requests: [{expect_status: 600}]", 30, "requests[0].expect_status: '600' is out of range; allowed is a whole number from 100 to 599")]
    [InlineData("requests: [{verb: GET}]", 15, "requests[0].verb: unknown key; known are name, method, url, headers, body, expect_status")]
    [InlineData("thresholds: [a]", 15, "thresholds: is a list; allowed is a mapping")]
    [InlineData("thresholds: {http_reqs: 'p(95)<5'}", 27, "thresholds.http_reqs: 'p(95)<5' does not fit: http_reqs is a counter, which has count, rate")]
    [InlineData("thresholds: {http_reqs: [count>5, fast]}", 37, "thresholds.http_reqs[1]: 'fast' is no threshold: a threshold reads '<figure> <operator> <number>', where the figure is one of avg, min, max, med, count, rate, value, p(N) and the operator one of <, <=, >, >=, ==, ===, !=")]
    [InlineData("thresholds: {http_req_waiting: p95<500}", 34, "thresholds.http_req_waiting: 'p95<500' is no threshold: a threshold reads '<figure> <operator> <number>', where the figure is one of avg, min, max, med, count, rate, value, p(N) and the operator one of <, <=, >, >=, ==, ===, !=; did you mean 'p(95)<500'?")]
    [InlineData("thresholds: {'http_reqs{x': count>5}", 16, "thresholds.http_reqs{x: 'http_reqs{x' names no metric: the closing '}' is missing")]
    [InlineData("thresholds: {http_reqs: }", 27, "thresholds.http_reqs: has no value; allowed is an expression such as p(95)<500, or a list of them")]
    [InlineData("thresholds: {http_reqs: {abortOnFail: true}}", 27, "thresholds.http_reqs: the key 'threshold' is missing; write for example {threshold: \"p(95)<500\", abortOnFail: true}")]
    [InlineData("thresholds: {http_reqs: {threshold: count>5, abort_on_fail: true}}", 48, "thresholds.http_reqs.abort_on_fail: unknown key; did you mean 'abortOnFail'?")]
    [InlineData("thresholds: {http_reqs: {threshold: count>5, abortOnFail: yes}}", 61, "thresholds.http_reqs.abortOnFail: 'yes' is neither true nor false; did you mean 'true'?")]
    [InlineData("thresholds: {http_reqs: {threshold: count>5, delayAbortEval: 5}}", 64, "thresholds.http_reqs.delayAbortEval: '5' is no duration: the unit is missing; write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"; did you mean '5s'?")]
    public void Mistakes(string line, int column, string message) => Assert.Equal(
        $"plan.yaml(3,{column}): test.{message.Replace("{folder}", PlanFile.Folder + Path.DirectorySeparatorChar)}",
        PlanFile.Mistake($"{PlanFile.Target}  {line}\n"));

    [Theory]
    [InlineData("example.com/a", "; did you mean 'https://example.com/a'?")]
    [InlineData("localhost:8080", "; did you mean 'http://localhost:8080'?")]
    [InlineData("/a", "")]
    [InlineData("http://", "")]
    [InlineData("file:///etc/passwd", "")]
    public void A_target_is_a_full_address(string target, string suggestion) => Assert.Equal(
        $"plan.yaml(2,15): test.target_url: '{target}' is not an address; allowed is a full one with http:// or https://{suggestion}",
        PlanFile.Mistake($"test:\n  target_url: {target}\n  requests: [/a]\n"));

    [Theory]
    [InlineData("test: {}\n", "plan.yaml(1,7): test.target_url: there is nothing to test; give a target_url, requests or a script")]
    [InlineData("test: {requests: [/a]}\n", "plan.yaml(1,19): test.requests[0]: '/a' is relative, and there is no test.target_url to resolve it against")]
    [InlineData("test: {requests: [{method: GET}]}\n", "plan.yaml(1,19): test.requests[0].url: missing, and there is no test.target_url to go to instead")]
    [InlineData("test: {type: browser, requests: [{url: http://t, method: POST}]}\n", "plan.yaml(1,34): test.requests[0]: browser workers open pages, and none of the requests is a GET; give a test.target_url to open, or a k6 script")]
    [InlineData("test: {script: a.js, engine: http}\n", "plan.yaml(1,30): test.engine: the built-in engine 'http' runs no scripts; set engine to k6 or auto, or put requests in place of the script")]
    [InlineData("test: {script: a.js, engine: http, type: browser}\n", "plan.yaml(1,30): test.engine: browser workers need k6; allowed are auto and k6; did you mean 'auto'?")]
    [InlineData("test: {script: a.js, requests: [http://t/]}\n", "plan.yaml(1,33): test.requests[0]: stands beside test.script, which makes its own requests; leave out one of the two")]
    [InlineData("test: {script: a.js, type: browser}\ndistribution: {mix: {protocol: 80, browser: 20}}\n", "plan.yaml(2,21): distribution.mix: contradicts test.type: browser; leave out one of the two")]
    [InlineData("test: {script: b.js}\n", "plan.yaml(1,16): test.script: 'b.js' does not exist; looked for {folder}b.js; did you mean 'a.js'?")]
    public void What_does_not_go_together(string yaml, string mistake) =>
        Assert.Equal(mistake.Replace("{folder}", _folder + Path.DirectorySeparatorChar), Assert.Single(PlanFile.Mistakes(WithScript(yaml))).ToString());

    [Fact]
    public void A_secret_is_no_plain_variable_as_well() => Assert.Equal(
        "plan.yaml(4,13): test.secrets[0]: 'API_TOKEN' stands in test.env as well ('API_TOKEN'), where its value is for everybody to read; leave out one of the two",
        PlanFile.Mistake($"{PlanFile.Target}  env: {{API_TOKEN: x}}\n  secrets: [API_TOKEN]\n"));

    [Fact]
    public void A_value_in_place_of_a_name_is_not_told()
    {
        var mistake = Assert.Single(PlanFile.Mistakes(PlanFile.Target + "  secrets: [API_TOKEN=s3cr3t]\n"));
        Assert.DoesNotContain("s3cr3t", $"{mistake} {mistake.Value} {mistake.Message}");
    }

    [Fact]
    public void Secrets_are_names_and_a_parameter_replaces_them()
    {
        var yaml = PlanFile.Target + "  secrets: [API_TOKEN, API_KEY]\n";
        Assert.Equal(["API_TOKEN", "API_KEY"], PlanFile.Build(yaml).Secrets);
        Assert.Equal(["ONE"], PlanFile.Build(PlanFile.Target + "  secrets: ONE\n").Secrets);
        Assert.Equal(["OTHER"], PlanFile.Build(yaml, new PlanParameters { SecretName = ["OTHER"] }).Secrets);
    }

    [Fact]
    public void A_test_in_full()
    {
        var plan = PlanFile.Build("""
            name: Shop
            test:
              engine: http
              target_url: https://shop.example/api/
              env: {TOKEN: abc, PORT: 8080, DEBUG: yes, EMPTY: ""}
              requests:
                - items
                - /root
                - https://other.example/
                - {name: order, method: post, url: orders?x=1, headers: {Accept: text/plain}, body: '{"a": 1}', expect_status: [201, 202]}
                - {expect_status: "200"}
              sleep: 0.25
              thresholds:
                http_req_duration: [p(95) < 500, {threshold: "avg<200", abortOnFail: true, delayAbortEval: 10s}]
                http_req_duration{status:200, method:GET}: max<1000
              tags: {team: web}
            """);

        Assert.Equal(("Shop", LoadTestEngine.Http, TestType.Protocol), (plan.Name, plan.Engine, plan.TestType));
        Assert.Equal(new Dictionary<string, string> { ["TOKEN"] = "abc", ["PORT"] = "8080", ["DEBUG"] = "yes", ["EMPTY"] = "" }, plan.Env);
        Assert.Equal(
            ["https://shop.example/api/items", "https://shop.example/root", "https://other.example/", "https://shop.example/api/orders?x=1", "https://shop.example/api/"],
            plan.Requests.Select(request => request.Url.AbsoluteUri));
        Assert.Equal(["https://shop.example/api/items", "order"], new[] { plan.Requests[0].Name, plan.Requests[3].Name });
        Assert.Equal(("POST", "{\"a\": 1}", "text/plain"), (plan.Requests[3].Method, plan.Requests[3].Body, plan.Requests[3].Headers["Accept"]));
        Assert.Equal([201, 202], plan.Requests[3].ExpectStatus);
        Assert.Equal([200], plan.Requests[4].ExpectStatus);
        Assert.Equal(TimeSpan.FromMilliseconds(250), plan.Sleep);
        Assert.Equal(
            [
                new("http_req_duration", "p(95) < 500"),
                new("http_req_duration", "avg<200", AbortOnFail: true, TimeSpan.FromSeconds(10)),
                new LoadTestThresholdRule("http_req_duration{method:GET,status:200}", "max<1000"),
            ],
            plan.Thresholds);
        Assert.Equal("web", plan.Tags["team"]);
        Assert.Empty(plan.Warnings);
    }

    [Theory]
    [InlineData("", LoadTestCapture.Full)]
    [InlineData("  capture: full\n", LoadTestCapture.Full)]
    [InlineData("  capture: light\n", LoadTestCapture.Light)]
    public void Capture_is_full_unless_said_otherwise(string line, LoadTestCapture capture)
    {
        var plan = PlanFile.Build(PlanFile.Target + line);
        Assert.Equal(capture, plan.Capture);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void Sections_that_are_empty_are_not_there()
    {
        var plan = PlanFile.Build(PlanFile.Target + "  env:\n  requests:\n  thresholds: ~\ndistribution:\n  resources:\nexecution:\nazure:\n");
        Assert.Equal((PlanDefaults.TotalVus, 0, null), (plan.TotalVus, plan.Requests.Count, plan.Azure));
    }

    [Theory]
    [InlineData("  sleep: 2\n", 2.0)]
    [InlineData("  sleep: 0\n", 0.0)]
    [InlineData("  sleep: '1.5'\n", 1.5)]
    [InlineData("  sleep: 1m\n", 60.0)]
    public void Sleep_is_seconds_or_a_duration(string line, double seconds) =>
        Assert.Equal(seconds, PlanFile.Build(PlanFile.Target + line).Sleep.TotalSeconds);

    [Theory]
    [InlineData("  thresholds: {http_req_duratoin: 'avg<5'}\n", "plan.yaml(3,16): test.thresholds.http_req_duratoin: no metric 'http_req_duratoin' will be measured, so the threshold can't be judged; did you mean 'http_req_duration'?")]
    [InlineData("  capture: light\n  engine: http\n", "plan.yaml(3,12): test.capture: is not used: the built-in engine takes every sample itself, at no other cost")]
    [InlineData("  requests: [{method: GTE}]\n", "plan.yaml(3,23): test.requests[0].method: 'GTE' is no usual HTTP method; did you mean 'GET'?")]
    [InlineData("  setup: each_worker\n", "plan.yaml(3,10): test.setup: is not used: only a script has setup() and teardown()")]
    [InlineData("  thresholds: {browser_web_vital_lcp: 'p(75)<2500'}\n", "plan.yaml(3,16): test.thresholds.browser_web_vital_lcp: no metric 'browser_web_vital_lcp' will be measured, so the threshold can't be judged")]
    [InlineData("  env: {TOKEN: x}\n  requests: [{headers: {A: 'Bearer ${TOKNE}'}}]\n", "plan.yaml(4,28): test.requests[0].headers.A: '${TOKNE}' is sent as it stands: TOKNE is neither in test.env nor in test.secrets; did you mean 'TOKEN'?")]
    [InlineData("  secrets: [TOKEN]\n  requests: [{body: '${TOKEN} ${OTHER}'}]\n", "plan.yaml(4,21): test.requests[0].body: '${OTHER}' is sent as it stands: OTHER is neither in test.env nor in test.secrets")]
    [InlineData("  secrets: [TOKEN]\n  requests: ['/x?t=${TOKEN}']\n", "plan.yaml(4,14): test.requests[0]: '${TOKEN}' is sent as it stands: variables are filled in in headers and bodies, not in addresses")]
    [InlineData("execution: {max_duration: 5m}\n", "plan.yaml(3,27): execution.max_duration: '5m' is less than start_timeout and duration together (11m): a late start cuts the load short")]
    public void What_is_odd_is_a_warning(string yaml, string warning) =>
        Assert.Equal(warning, Assert.Single(PlanFile.Build(PlanFile.Target + yaml).Warnings));

    [Fact]
    public void A_script_may_define_metrics_of_its_own_has_a_setup_and_pauses_by_itself()
    {
        var plan = PlanFile.Build(WithScript("test:\n  script: a.js\n  thresholds: {my_trend: 'p(99)<5'}\n"));
        Assert.Equal(Path.Combine(_folder, "a.js"), plan.Script);
        Assert.Empty(plan.Warnings);

        var ownSetup = PlanFile.Build(WithScript("test:\n  script: a.js\n  setup: each_worker\n"));
        Assert.Equal((SetupPolicy.Once, SetupPolicy.EachWorker), (plan.Setup, ownSetup.Setup));
        Assert.Empty(ownSetup.Warnings);

        var pausing = PlanFile.Build(WithScript("test:\n  script: a.js\n  sleep: 1\n"));
        Assert.Equal("plan.yaml(3,10): test.sleep: is not used: a script pauses by itself, with sleep() of k6", Assert.Single(pausing.Warnings));
    }

    [Fact]
    public void Many_browsers_on_one_worker_are_a_warning()
    {
        var document = WithScript("test: {type: browser, script: a.js}\ndistribution:\n  total_vus: 150\n  vus_per_container: {browser: 150}\n");
        Assert.Equal("plan.yaml(4,22): distribution.vus_per_container.browser: 150 browsers on one worker; more than 100 seldom run well", Assert.Single(PlanFile.Build(document).Warnings));
    }

    private PlanDocument WithScript(string yaml)
    {
        File.WriteAllText(Path.Combine(_folder, "a.js"), "export default function () {}");
        return new YamlPlanReader().Read(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(yaml)), Path.Combine(_folder, "plan.yaml"));
    }
}

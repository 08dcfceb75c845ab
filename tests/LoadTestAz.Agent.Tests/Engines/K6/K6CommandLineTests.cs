using LoadTestAz.Agent.Engines.K6;
using LoadTestAz.Plans;

namespace LoadTestAz.Agent.Tests.Engines.K6;

public sealed class K6CommandLineTests
{
    private static readonly Version V2 = new(2, 2, 0);
    private static readonly K6RunFiles Files = new("/s/script.js", "/w/summary.json", 6565);

    [Fact]
    public void K6_begins_paused_writes_samples_to_its_output_and_calls_nobody()
    {
        var plan = K6Plans.Of(vus: [5, 4, 4]);
        var line = K6CommandLine.Of(plan, plan.Workers[1], V2, Files);

        Assert.Equal("run", line.Arguments[0]);
        Assert.Equal("/s/script.js", line.Arguments[^1]);
        Assert.Contains("--paused", line.Arguments);
        Assert.Contains("--no-thresholds", line.Arguments);
        Assert.Contains("--no-usage-report", line.Arguments);
        Assert.Equal("127.0.0.1:6565", ValueOf(line, "--address"));
        Assert.Equal("json=-", ValueOf(line, "--out"));
        Assert.Equal("/w/summary.json", ValueOf(line, "--summary-export"));
        Assert.Contains("count", ValueOf(line, "--summary-trend-stats"));
        Assert.Equal(("false", "false", "true"), (line.Variables["K6_AUTO_EXTENSION_RESOLUTION"], line.Variables["K6_BINARY_PROVISIONING"], line.Variables["K6_NO_USAGE_REPORT"]));
    }

    [Fact]
    public void By_VUs_a_worker_has_its_VUs_and_the_duration_and_no_segment()
    {
        var plan = K6Plans.Of(vus: [5, 4, 4]) with { Duration = TimeSpan.FromSeconds(90) };
        var line = K6CommandLine.Of(plan, plan.Workers[0], V2, Files);

        Assert.Equal(("5", "1m30s"), (line.Variables["K6_VUS"], line.Variables["K6_DURATION"]));
        Assert.DoesNotContain("--execution-segment", line.Arguments);
    }

    [Fact]
    public void By_segments_a_worker_has_its_segment_with_the_sequence_and_no_VUs()
    {
        var plan = K6Plans.Of(vus: [5, 4, 4]) with { Division = LoadDivision.Segments };
        var line = K6CommandLine.Of(plan, plan.Workers[1], V2, Files);

        Assert.Equal(("5/13:9/13", "0,5/13,9/13,1"), (ValueOf(line, "--execution-segment"), ValueOf(line, "--execution-segment-sequence")));
        Assert.False(line.Variables.ContainsKey("K6_VUS"));
        Assert.False(line.Variables.ContainsKey("K6_DURATION"));
    }

    [Fact]
    public void A_worker_has_its_part_of_the_scripts_limit_of_requests()
    {
        var plan = K6Plans.Of(vus: [5, 4]);
        Assert.False(K6CommandLine.Of(plan, plan.Workers[0], V2, Files).Variables.ContainsKey("K6_RPS"));
        Assert.Equal("12", K6CommandLine.Of(plan, plan.Workers[0] with { Rps = 12 }, V2, Files).Variables["K6_RPS"]);
    }

    [Fact]
    public void What_the_plan_says_to_the_script_goes_by_environment_only_and_cannot_change_what_is_ours()
    {
        var plan = K6Plans.Of(vus: [1]) with
        {
            Env = new Dictionary<string, string> { ["API_TOKEN"] = "s3cret", ["WORKER_INDEX"] = "9", ["K6_NO_USAGE_REPORT"] = "false" },
            Tags = new Dictionary<string, string> { ["team"] = "s3cret" },
            TargetUrl = new Uri("http://127.0.0.1/?key=s3cret"),
        };
        var line = K6CommandLine.Of(plan, plan.Workers[0], V2, Files);

        Assert.DoesNotContain(line.Arguments, a => a.Contains("s3cret", StringComparison.Ordinal));
        Assert.Equal(("s3cret", "0", "true"), (line.Variables["API_TOKEN"], line.Variables["WORKER_INDEX"], line.Variables["K6_NO_USAGE_REPORT"]));
        Assert.Equal("http://127.0.0.1/?key=s3cret", line.Variables["TARGET_URL"]);
    }

    [Fact]
    public void A_worker_knows_its_place_as_the_mission_names_it()
    {
        var plan = K6Plans.Of(vus: [5, 4, 4]);
        var variables = K6CommandLine.Of(plan, plan.Workers[2], V2, Files).Variables;

        Assert.Equal(
            ["2", "3", "13", "4", "10s", "run", "protocol"],
            new[] { "WORKER_INDEX", "WORKER_COUNT", "TOTAL_VUS", "VUS", "DURATION", "RUN_ID", "TEST_TYPE" }.Select(name => variables[name]));
    }

    [Fact]
    public void A_browser_worker_has_a_browser_without_a_screen()
    {
        var plan = K6Plans.Of(vus: [2], type: TestType.Browser);
        var variables = K6CommandLine.Of(plan, plan.Workers[0], V2, Files).Variables;

        Assert.Equal(("browser", "true"), (variables["TEST_TYPE"], variables["K6_BROWSER_HEADLESS"]));
        Assert.Contains("no-sandbox", variables["K6_BROWSER_ARGS"]);
        Assert.DoesNotContain("K6_BROWSER_EXECUTABLE_PATH", variables.Keys);
    }

    [Fact]
    public void The_browser_that_was_found_is_the_one_that_is_run_unless_the_plan_names_another()
    {
        var plan = K6Plans.Of(vus: [2], type: TestType.Browser);
        var files = Files with { Browser = "/usr/bin/chromium" };
        Assert.Equal("/usr/bin/chromium", K6CommandLine.Of(plan, plan.Workers[0], V2, files).Variables["K6_BROWSER_EXECUTABLE_PATH"]);
        plan = plan with { Env = new Dictionary<string, string> { ["K6_BROWSER_EXECUTABLE_PATH"] = "/opt/chrome" } };
        Assert.Equal("/opt/chrome", K6CommandLine.Of(plan, plan.Workers[0], V2, files).Variables["K6_BROWSER_EXECUTABLE_PATH"]);
        Assert.DoesNotContain("K6_BROWSER_EXECUTABLE_PATH", K6CommandLine.Of(K6Plans.Of(vus: [1]), K6Plans.Of(vus: [1]).Workers[0], V2, files).Variables.Keys);
    }

    [Fact]
    public void Setup_and_teardown_can_be_left_to_another_worker()
    {
        var plan = K6Plans.Of(vus: [1]);

        Assert.DoesNotContain(K6CommandLine.Of(plan, plan.Workers[0], V2, Files).Arguments, a => a is "--no-setup" or "--no-teardown");
        var other = K6CommandLine.Of(plan, plan.Workers[0], V2, Files, setup: false, teardown: false);
        Assert.Contains("--no-setup", other.Arguments);
        Assert.Contains("--no-teardown", other.Arguments);
        Assert.DoesNotContain("--linger", other.Arguments);
        Assert.Contains("--linger", K6CommandLine.Of(plan, plan.Workers[0], V2, Files, setup: false, teardown: false, linger: true).Arguments);
    }

    [Theory]
    [InlineData("0.49.0", false)]
    [InlineData("1.0.0", true)]
    [InlineData("2.2.0", true)]
    public void The_summary_has_a_mode_where_k6_knows_modes(string version, bool has)
    {
        var plan = K6Plans.Of(vus: [1]);
        Assert.Equal(has, K6CommandLine.Of(plan, plan.Workers[0], Version.Parse(version), Files).Arguments.Contains("--summary-mode"));
    }

    [Fact]
    public void K6_variables_of_the_session_are_not_inherited_but_those_of_the_browser()
    {
        var environment = new Dictionary<string, string?> { ["K6_ITERATIONS"] = "1", ["K6_BROWSER_EXECUTABLE_PATH"] = "/usr/bin/chromium", ["PATH"] = "/bin" };
        K6Environment.Apply(environment, new Dictionary<string, string> { ["K6_VUS"] = "3" });

        Assert.Equal(["K6_BROWSER_EXECUTABLE_PATH", "K6_VUS", "PATH"], environment.Keys.Order(StringComparer.Ordinal));
    }

    private static string ValueOf(K6CommandLine line, string flag) => line.Arguments.SkipWhile(a => a != flag).ElementAt(1);
}

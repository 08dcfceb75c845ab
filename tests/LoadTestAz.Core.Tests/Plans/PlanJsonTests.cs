using System.Text;
using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Core.Tests.Plans;

public class PlanJsonTests
{
    private static readonly LoadTestPlan Full = new()
    {
        Name = "Gr\u00fc\u00dfe \"<&>\"",
        RunId = "lt-20261123-014512-x7k2qd",
        TestType = TestType.Mixed,
        Engine = LoadTestEngine.K6,
        Capture = LoadTestCapture.Light,
        Compute = LoadTestCompute.Aci,
        TotalVus = 13,
        Duration = new TimeSpan(0, 1, 30) + TimeSpan.FromTicks(1),
        Workers =
        [
            new() { Index = 0, TestType = TestType.Protocol, Vus = 8, ExecutionSegment = "0:1", Rps = 3, Cpu = 0.1, MemoryGB = 2 },
            new() { Index = 1, TestType = TestType.Browser, Vus = 5, ExecutionSegment = "0:1", Cpu = 2, MemoryGB = 4.5 },
        ],
        Thresholds = [new("http_req_duration{status:200}", "p(95)<500", AbortOnFail: true, TimeSpan.FromSeconds(10)), new("checks", "rate>0.99")],
        StopWhen = [new("http_req_failed{name:a}", "rate>0.2", TimeSpan.FromSeconds(90))],
        EstimatedCost = 0.28m,
        Warnings = ["plan.yaml(1,2): odd"],
        TargetUrl = new Uri("https://t/a b?x=\u00e9"),
        Script = "/plans/a.js",
        Setup = SetupPolicy.EachWorker,
        Env = new Dictionary<string, string> { ["A"] = "", ["a"] = "line\nline" },
        Secrets = ["API_TOKEN", "OTHER"],
        Requests = [new() { Method = "POST", Url = new Uri("https://t/x"), Name = "x", Headers = new Dictionary<string, string> { ["Accept"] = "*/*" }, Body = "{\"a\": 1}", ExpectStatus = [200, 201] }],
        Sleep = TimeSpan.FromMilliseconds(250),
        Tags = new Dictionary<string, string> { ["team"] = "web" },
        Execution = new() { StartTimeout = TimeSpan.FromMinutes(3), StartQuorum = 0.95, OnMissingWorkers = MissingWorkersPolicy.Redistribute, MaxDuration = TimeSpan.FromHours(1), MinCoverage = 1.0 / 3, Cleanup = CleanupPolicy.OnSuccess },
        Azure = new() { SubscriptionId = "s", ResourceGroup = "g", Location = "l", StorageAccount = "a", ContainerName = "c", ContainerRegistry = "r" },
    };

    [Fact]
    public void A_plan_in_full_is_read_back_exactly() => AssertSame(Full, PlanJson.Deserialize(PlanJson.Serialize(Full)));

    [Fact]
    public void A_plan_of_defaults_is_read_back_exactly()
    {
        var plan = new PlanBuilder(new FakeTimeProvider(), new Random(1)).Build(null, new PlanParameters { TargetUrl = "http://t", Request = ["/a"] });
        AssertSame(plan, PlanJson.Deserialize(PlanJson.Serialize(plan)));
    }

    [Fact]
    public void It_is_made_for_people()
    {
        var json = Encoding.UTF8.GetString(PlanJson.Serialize(Full)).ReplaceLineEndings("\n");
        Assert.StartsWith("{\n  \"name\": \"Gr\u00fc\u00dfe \\\"<&>\\\"\",\n  \"runId\": \"lt-20261123-014512-x7k2qd\",\n  \"testType\": \"mixed\",\n", json);
        Assert.Contains("\"duration\": \"1m30s100ns\"", json);
        Assert.Contains("\"expression\": \"p(95)<500\"", json);
        Assert.Contains("\"cleanup\": \"onSuccess\"", json);
        Assert.Contains("\"capture\": \"light\"", json);
        Assert.Contains("\"memoryGB\": 4.5", json);
        Assert.Contains("\"setup\": \"eachWorker\"", json);
        Assert.Contains("\"onMissingWorkers\": \"redistribute\"", json);
    }

    [Fact]
    public void Keys_of_a_later_version_are_passed_over()
    {
        var json = Encoding.UTF8.GetString(PlanJson.Serialize(Full));
        AssertSame(Full, PlanJson.Deserialize(Encoding.UTF8.GetBytes(json.Insert(1, "\"fromTheFuture\": {\"a\": [1]},"))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"name\": \"x\"")]
    public void What_is_no_plan_is_refused(string json) =>
        Assert.StartsWith("plan.json holds no plan", Assert.Throws<FormatException>(() => PlanJson.Deserialize(Encoding.UTF8.GetBytes(json))).Message);

    [Theory]
    [InlineData("\"mixed\"", "2")]
    [InlineData("\"mixed\"", "\"mixt\"")]
    [InlineData("\"1m30s100ns\"", "\"90\"")]
    [InlineData("\"1m30s100ns\"", "90")]
    public void What_is_no_value_is_refused(string good, string bad)
    {
        var json = Encoding.UTF8.GetString(PlanJson.Serialize(Full));
        Assert.Contains(good, json);
        Assert.Throws<FormatException>(() => PlanJson.Deserialize(Encoding.UTF8.GetBytes(json.Replace(good, bad))));
    }

    // Equivalent compares member by member, down to the last: records alone would compare lists by reference.
    private static void AssertSame(LoadTestPlan expected, LoadTestPlan actual)
    {
        Assert.Equivalent(expected, actual, strict: true);
        Assert.Equal(PlanJson.Serialize(expected), PlanJson.Serialize(actual));
    }
}

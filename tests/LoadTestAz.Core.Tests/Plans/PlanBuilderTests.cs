using System.Globalization;
using LoadTestAz.Plans;
using Microsoft.Extensions.Time.Testing;

namespace LoadTestAz.Core.Tests.Plans;

public class PlanBuilderTests
{
    private const string IdentityId = "/subscriptions/11111111-2222-3333-4444-555555555555/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workers";

    private static readonly PlanParameters Target = new() { TargetUrl = "http://target:8080/" };

    [Fact]
    public void Parameters_alone_make_a_plan_with_the_defaults()
    {
        var plan = Build(Target);
        Assert.Equal(("target", TestType.Protocol, LoadTestEngine.Auto, LoadTestCompute.Local), (plan.Name, plan.TestType, plan.Engine, plan.Compute));
        Assert.Equal(LoadTestCapture.Full, plan.Capture);
        Assert.Equal((10, TimeSpan.FromMinutes(1), TimeSpan.Zero), (plan.TotalVus, plan.Duration, plan.Sleep));
        Assert.Equal(new LoadTestPlanWorker { Index = 0, TestType = TestType.Protocol, Vus = 10, ExecutionSegment = "0:1", Cpu = 1, MemoryGB = 2 }, Assert.Single(plan.Workers));
        Assert.Equal(new LoadTestExecution(), plan.Execution);
        Assert.Null(plan.Azure);
        Assert.Empty(plan.Warnings);
    }

    [Fact]
    public void A_plan_of_a_script_is_named_after_it_unless_it_has_a_file_or_a_name()
    {
        var script = Path.Combine(Path.GetTempPath(), $"check.out-{Guid.NewGuid():N}.js");
        File.WriteAllText(script, "");
        try
        {
            var parameters = Target with { Script = script };
            Assert.Equal(Path.GetFileNameWithoutExtension(script), Build(parameters).Name);
            Assert.Equal("shop", Build(parameters, Mapping()).Name);
            Assert.Equal("mine", Build(parameters with { Name = "mine" }).Name);
        }
        finally
        {
            File.Delete(script);
        }
    }

    [Fact]
    public void The_defaults_are_those_of_the_documentation()
    {
        Assert.Equal((10, 10, 10), (PlanDefaults.TotalVus, PlanDefaults.ProtocolVusPerContainer, PlanDefaults.BrowserVusPerContainer));
        Assert.Equal((1.0, 2.0, 2.0, 4.0), (PlanDefaults.ProtocolCpu, PlanDefaults.ProtocolMemoryGB, PlanDefaults.BrowserCpu, PlanDefaults.BrowserMemoryGB));
        Assert.Equal("1m", K6Duration.Format(PlanDefaults.Duration));
        Assert.Equal(("10m", "5m"), (K6Duration.Format(LoadTestExecution.DefaultStartTimeout), K6Duration.Format(LoadTestExecution.DefaultGrace)));
        Assert.Equal((1.0, MissingWorkersPolicy.Continue, "2m"), (LoadTestExecution.DefaultStartQuorum, LoadTestExecution.DefaultOnMissingWorkers, K6Duration.Format(LoadTestExecution.RedistributionTime)));
        Assert.Equal((0.9, CleanupPolicy.Always), (LoadTestExecution.DefaultMinCoverage, LoadTestExecution.DefaultCleanup));
        Assert.Equal(
            ("1m", "10s", "1h", 20),
            (K6Duration.Format(LoadTestStopRule.DefaultWindow), K6Duration.Format(LoadTestStopRule.MinWindow), K6Duration.Format(LoadTestStopRule.MaxWindow), PlanLimits.MaxStopRules));
        Assert.Equal((1_000_000, 1000, 40), (PlanLimits.MaxTotalVus, PlanLimits.MaxWorkers, PlanLimits.MaxRunIdLength));
    }

    [Fact]
    public void Every_parameter_counts()
    {
        var plan = Build(new PlanParameters
        {
            Name = "n",
            RunId = "r-1",
            TestType = TestType.Protocol,
            Engine = LoadTestEngine.Http,
            Capture = LoadTestCapture.Light,
            TargetUrl = "http://t/",
            Setup = SetupPolicy.EachWorker,
            Env = new Dictionary<string, string> { ["A"] = "null" },
            Request = ["/a", "http://other/"],
            Sleep = "2",
            Threshold = new Dictionary<string, IReadOnlyList<string>> { ["http_reqs"] = ["count>5", "rate>1"] },
            StopWhen = new Dictionary<string, IReadOnlyList<string>> { ["http_req_failed"] = ["rate>0.2 for 30s", "rate>0.5"] },
            Tag = new Dictionary<string, string> { ["t"] = "1" },
            TotalVus = 7,
            Duration = "90s",
            VusPerContainer = 4,
            Cpu = 1.5,
            MemoryGB = 3.5,
            Compute = LoadTestCompute.Aci,
            StartTimeout = "3m",
            StartQuorum = 0.75,
            OnMissingWorkers = MissingWorkersPolicy.Redistribute,
            MaxDuration = "1h",
            MinCoverage = 0.5,
            Cleanup = CleanupPolicy.OnSuccess,
            SubscriptionId = "11111111-2222-3333-4444-555555555555",
            ResourceGroup = "rg",
            Location = "eastus",
            StorageAccount = "acct",
            ContainerName = "results",
            ContainerRegistry = "reg.azurecr.io",
            Identity = IdentityId,
        });

        Assert.Equal(("n", "r-1", LoadTestEngine.Http, LoadTestCompute.Aci), (plan.Name, plan.RunId, plan.Engine, plan.Compute));
        Assert.Equal((SetupPolicy.EachWorker, SetupPolicy.Once), (plan.Setup, Build(new PlanParameters { TargetUrl = "http://t/" }).Setup));
        Assert.Equal(LoadTestCapture.Light, plan.Capture);
        Assert.Equal("null", plan.Env["A"]);
        Assert.Equal("1", plan.Tags["t"]);
        Assert.Equal(["http://t/a", "http://other/"], plan.Requests.Select(request => request.Url.AbsoluteUri));
        Assert.Equal([new("http_reqs", "count>5"), new LoadTestThresholdRule("http_reqs", "rate>1")], plan.Thresholds);
        Assert.Equal(["http_req_failed: rate>0.2 for 30s", "http_req_failed: rate>0.5 for 1m"], plan.StopWhen.Select(r => r.ToString()));
        Assert.Equal((7, TimeSpan.FromSeconds(90), TimeSpan.FromSeconds(2)), (plan.TotalVus, plan.Duration, plan.Sleep));
        Assert.Equal([(4, "0:4/7", 1.5, 3.5), (3, "4/7:1", 1.5, 3.5)], plan.Workers.Select(w => (w.Vus, w.ExecutionSegment, w.Cpu, w.MemoryGB)));
        Assert.Equal(new LoadTestExecution { StartTimeout = TimeSpan.FromMinutes(3), StartQuorum = 0.75, OnMissingWorkers = MissingWorkersPolicy.Redistribute, MaxDuration = TimeSpan.FromHours(1), MinCoverage = 0.5, Cleanup = CleanupPolicy.OnSuccess }, plan.Execution);
        Assert.Equal(("rg", "acct", IdentityId), (plan.Azure!.ResourceGroup, plan.Azure.StorageAccount, plan.Azure.Identity));
    }

    [Fact]
    public void Parameters_replace_values_of_the_file_and_add_to_its_mappings()
    {
        var plan = Build(
            new PlanParameters { TotalVus = 3, TargetUrl = "http://new/", Env = Map("B", "new"), TestType = TestType.Protocol },
            Mapping(
                ("test", Mapping(("target_url", Scalar("no address")), ("env", Mapping(("A", Scalar("old")), ("B", Scalar("old")))))),
                ("distribution", Mapping(("total_vus", Scalar("no number")), ("duration", Scalar("9s")), ("mix", Mapping(("browser", Scalar("1"))))))));

        Assert.Equal((3, "http://new/", TimeSpan.FromSeconds(9), TestType.Protocol), (plan.TotalVus, plan.TargetUrl!.AbsoluteUri, plan.Duration, plan.TestType));
        Assert.Equal(new Dictionary<string, string> { ["A"] = "old", ["B"] = "new" }, plan.Env);
        Assert.Equal("shop", plan.Name);
    }

    [Fact]
    public void Mistakes_in_parameters_bear_their_names()
    {
        var exception = Assert.Throws<PlanException>(() => Build(new PlanParameters
        {
            TotalVus = -5,
            Duration = "30",
            TargetUrl = "localhost",
            TestType = TestType.Mixed,
            Compute = (LoadTestCompute)9,
            VusPerContainer = 0,
            Cpu = double.NaN,
            RunId = "Run_1",
            Env = Map("A-B", "x"),
            Threshold = new Dictionary<string, IReadOnlyList<string>> { ["http_reqs"] = ["count>5", "fast"] },
            Mix = new Dictionary<string, string> { ["browsers"] = "1" },
        }));

        Assert.Equal(
            [
                "-Compute: '9' is not allowed; allowed are local, aci",
                "-TotalVus: '-5' is out of range; allowed is a whole number from 1 to 1,000,000",
                "-Duration: '30' is no duration: the unit is missing; write a number with a unit, such as \"30s\", \"5m\" or \"1h30m\"; did you mean '30s'?",
                "-VusPerContainer: '0' is out of range; allowed is a whole number from 1 to 1,000,000",
                "-Cpu: 'NaN' is not a number; allowed is a number from 0.1 to 1,024 vCPUs",
                "-TestType: 'mixed' is not allowed; allowed are protocol, browser",
                "-Mix.browsers: unknown key; did you mean 'browser'?",
                "-Mix: has no share above 0; write shares such as {protocol: 80, browser: 20}",
                "-TargetUrl: 'localhost' is not an address; allowed is a full one with http:// or https://; did you mean 'http://localhost'?",
                "-Env.A-B: 'A-B' can't be the name of a variable; allowed are letters, digits and '_', no digit first",
                "-Threshold.http_reqs[1]: 'fast' is no threshold: a threshold reads '<figure> <operator> <number>', where the figure is one of avg, min, max, med, count, rate, value, p(N) and the operator one of <, <=, >, >=, ==, ===, !=",
                "-RunId: 'Run_1' is no run id; allowed are 1 to 40 lower case letters, digits and single hyphens inside; did you mean 'run-1'?",
            ],
            exception.Mistakes.Select(mistake => mistake.ToString()));
        Assert.All(exception.Mistakes, mistake => Assert.Null(mistake.File));
    }

    [Fact]
    public void What_is_missing_is_named_by_its_parameter_where_there_is_no_file()
    {
        Assert.Equal("-TargetUrl", Assert.Single(Mistakes(new PlanParameters())).Path);
        Assert.Equal(
            ["-SubscriptionId", "-ResourceGroup", "-Location", "-StorageAccount", "-ContainerName", "-ContainerRegistry", "-Identity"],
            Mistakes(Target with { Compute = LoadTestCompute.Aci }).Select(mistake => mistake.Path));
    }

    [Fact]
    public void A_mix_given_as_a_parameter_sets_aside_the_type_in_the_file()
    {
        var file = Mapping(("test", Mapping(("type", Scalar("browser")), ("target_url", Scalar("http://t/")))));
        Assert.Equal(TestType.Protocol, Build(new PlanParameters { Mix = new Dictionary<string, string> { ["protocol"] = "1" } }, file).TestType);
    }

    [Fact]
    public void The_culture_of_the_user_makes_no_difference()
    {
        var before = CultureInfo.CurrentCulture;
        var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        (culture.NumberFormat.NegativeSign, culture.NumberFormat.NumberDecimalSeparator, culture.NumberFormat.NumberGroupSeparator) = ("\u2212", ",", ".");
        try
        {
            CultureInfo.CurrentCulture = culture;
            Assert.Equal(1.5, Build(Target with { Cpu = 1.5, MinCoverage = 0.5 }).Workers[0].Cpu);
            Assert.Equal("-TotalVus: '-5' is out of range; allowed is a whole number from 1 to 1,000,000", Assert.Single(Mistakes(Target with { TotalVus = -5 })).ToString());
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    private static IReadOnlyList<PlanMistake> Mistakes(PlanParameters parameters) => Assert.Throws<PlanException>(() => Build(parameters)).Mistakes;

    private static LoadTestPlan Build(PlanParameters parameters, PlanNode? root = null) =>
        new PlanBuilder(new FakeTimeProvider(), new Random(1)).Build(root is null ? null : new PlanDocument("/plans/shop.yaml", root, []), parameters);

    private static Dictionary<string, string> Map(string key, string value) => new() { [key] = value };

    private static PlanScalar Scalar(string text) => new(text, IsQuoted: false, 1, 1);

    private static PlanMapping Mapping(params (string Key, PlanNode Value)[] entries) =>
        new([.. entries.Select(entry => new PlanEntry(Scalar(entry.Key), entry.Value))], 1, 1);
}

using System.Text;
using LoadTestAz.Plans;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Yaml.Tests;

public class ConfigsTests
{
    /// <summary>The folder configs of the repository.</summary>
    internal static readonly string Configs = Path.Combine(Repository.Root, "configs");

    // As the document of the mission has it, word for word.
    private const string Mission = """
        azure:
          subscription_id: "your-subscription-id"
          resource_group: "load-test-rg"
          location: "eastus"
          storage_account: "yourstorageaccount"
          container_name: "results"
          container_registry: "yourregistry.azurecr.io"

        distribution:
          total_vus: 100
          duration: "5m"
          vus_per_container:
            protocol: 20
            browser: 10
          resources:
            protocol:
              cpu: 1.0
              memory: 2.0
            browser:
              cpu: 2.0
              memory: 4.0

        """;

    public static TheoryData<string> Files => [.. Directory.EnumerateFiles(Configs, "*.yaml").Select(file => Path.GetFileName(file)).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public void Every_example_loads_without_a_warning(string file) => Assert.Empty(Load(file).Warnings);

    [Fact]
    public void The_quickstart_is_three_workers_and_30_vus()
    {
        var plan = Load("quickstart.yaml");
        Assert.Equal((30, 3, TimeSpan.FromSeconds(20)), (plan.TotalVus, plan.Workers.Count, plan.Duration));
        Assert.Equal((LoadTestEngine.Http, LoadTestCompute.Local), (plan.Engine, plan.Compute));
    }

    [Fact]
    public void The_mixed_example_has_both_types_of_worker()
    {
        var plan = Load("mixed.yaml");
        Assert.Equal(TestType.Mixed, plan.TestType);
        Assert.Equal([15, 15, 15, 5], plan.Workers.Select(worker => worker.Vus));
        Assert.Equal([null, null, null, Path.Combine(Configs, "mixed.js")], plan.Workers.Select(plan.ScriptOf));
    }

    [Fact]
    public void The_azure_example_holds_the_missions()
    {
        // Section by section: the example adds what the mission's document leaves out.
        var example = File.ReadAllText(Path.Combine(Configs, "azure_distributed_test.yaml")).ReplaceLineEndings("\n");
        Assert.All(Mission.Split("\n\n"), section => Assert.Contains(section, example));
    }

    [Fact]
    public void The_missions_file_needs_nothing_but_a_target()
    {
        var plan = PlanFile.Build(Mission, new PlanParameters { TargetUrl = "http://localhost:8080/" });
        Assert.Equal((100, TimeSpan.FromMinutes(5), 5), (plan.TotalVus, plan.Duration, plan.Workers.Count));
        Assert.Equal("your-subscription-id", plan.Azure!.SubscriptionId);
        Assert.Equal("plan.yaml: test.target_url: there is nothing to test; give a target_url, requests or a script", PlanFile.Mistake(Mission));
    }

    [Fact]
    public void Its_placeholders_are_mistakes_once_it_goes_to_Azure() => Assert.Equal(
        [2, 2, 5, 7],
        PlanFile.Mistakes(Mission, new PlanParameters { TargetUrl = "http://localhost:8080/", Compute = LoadTestCompute.Aci }).Select(m => m.Line!.Value));

    [Theory]
    [InlineData("private-network.yaml", 4)]
    [InlineData("spot.yaml", 20)]
    [InlineData("multi-region.yaml", 12)]
    public void Of_the_examples_for_Azure_nothing_is_missing_but_what_is_yours(string file, int workers)
    {
        var asIs = Assert.Throws<PlanException>(() => PlanFile.Build(Read(File.ReadAllText(Path.Combine(Configs, file)), file))).Mistakes;
        Assert.All(asIs, mistake => Assert.Contains("is the example's placeholder", mistake.Message, StringComparison.Ordinal));
        var plan = Load(file);
        Assert.Equal((LoadTestCompute.Aci, workers), (plan.Compute, plan.Workers.Count));
    }

    // With values of one's own in place of the placeholders.
    private static LoadTestPlan Load(string file) => PlanFile.Build(Read(
        File.ReadAllText(Path.Combine(Configs, file)) is var text && text.Contains("compute: aci", StringComparison.Ordinal)
            ? text.Replace("your-subscription-id", "11111111-2222-3333-4444-555555555555").Replace("yourstorageaccount", "results").Replace("yourregistry", "results")
            : text,
        file));

    private static PlanDocument Read(string yaml, string file) =>
        new YamlPlanReader().Read(new MemoryStream(Encoding.UTF8.GetBytes(yaml)), Path.Combine(Configs, file));
}

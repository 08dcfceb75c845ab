using System.Globalization;
using System.Text.RegularExpressions;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Tests.Hosting;
using YamlDotNet.RepresentationModel;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>The samples in configs/ for those who have no console: each job in a process of its own, the second by run id and store.</summary>
public sealed partial class SampleJobTests(AzuriteFixture azurite)
{
    private const long MemoryBound = 400L << 20;

    // What each job adds, to be weighed.
    private const string Weigh = "\n\"memory=$([System.Diagnostics.Process]::GetCurrentProcess().PeakWorkingSet64)\"";

    private static string Sample(string name) => Path.Combine(AppContext.BaseDirectory, "configs", name);

    [Fact]
    public async Task The_runbook_starts_in_one_job_and_waits_in_another()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan();
        var runbook = Sample("runbook.ps1");

        // The plan as text, as an Automation account keeps it.
        await using var start = azure.Run($"& '{runbook}' -Action Start -Plan ([System.IO.File]::ReadAllText('{azure.Folder}/plan.yaml')) -RunId book | ForEach-Object {{ \"id=$($_.RunId)\"; \"store=$($_.Store)\" }}{Weigh}");
        var started = await start.ValuesAsync();
        Assert.Equal(("book", azure.Location), (started["id"], started["store"]));

        await using var wait = azure.Run($"& '{runbook}' -Action Wait -RunId {started["id"]} -Store '{started["store"]}' | ForEach-Object {{ if ($_.Metrics) {{ \"requests=$($_.Metrics['http_reqs'].Count)\" }} }}{Weigh}");
        var waited = await wait.ValuesAsync();

        Assert.Equal($"{azure.Target.GetStatistics().TotalRequests}", waited["requests"]);
        Assert.Contains("book: ", waited["all"], StringComparison.Ordinal);
        Assert.Empty(azure.StandIn.Groups);
        AssertLight(started, waited);

        // A test that has not passed, or a run that is not there, fails the job.
        await using var none = azure.Run($"& '{runbook}' -Action Wait -RunId none -Store '{started["store"]}'");
        Assert.Equal(1, (await none.EndAsync()).ExitCode);
    }

    [Fact]
    public async Task The_pipelines_steps_do_what_they_say()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(more: "thresholds: { http_req_failed: rate<0.5 }");
        var jobs = Load("azure-pipelines.yml");
        var known = new Dictionary<string, string>
        {
            ["plan"] = "plan.yaml",
            ["Build.SourcesDirectory"] = Output,
            ["Build.ArtifactStagingDirectory"] = azure.Folder,
        };

        await using var start = azure.Run(Inline(jobs["start"]) + Weigh, Variables(jobs["start"]["steps"][0]["env"], known));
        var started = await start.ValuesAsync();
        foreach (Match set in SetVariable().Matches(started["all"]))
            known[set.Groups[1].Value is "id" ? "runId" : set.Groups[1].Value] = set.Groups[2].Value.Trim();
        Assert.Equal(azure.Location, known["store"]);

        await using var wait = azure.Run(Inline(jobs["wait"]) + Weigh, [.. Variables(jobs["wait"]["steps"][0]["env"], known), ("TF_BUILD", "True"), ("AGENT_TEMPDIRECTORY", azure.Folder)]);
        var waited = await wait.ValuesAsync();

        var steps = (YamlSequenceNode)jobs["wait"]["steps"];
        var junit = await File.ReadAllTextAsync(Expand((string)steps[1]["inputs"]["testResultsFiles"]!, known));
        Assert.Contains("<testcase", junit, StringComparison.Ordinal);
        Assert.Contains(known["runId"], junit, StringComparison.Ordinal);
        var reports = Expand((string)steps[2]["publish"]!, known);
        Assert.True(File.Exists(Path.Combine(reports, "summary.md")), waited["all"]);
        Assert.Matches(@"(?m)^##vso\[task\.setprogress value=\d+;\]", waited["all"]);
        Assert.Contains("http_req_failed", await File.ReadAllTextAsync(UploadSummary().Match(waited["all"]).Groups[1].Value.Trim()), StringComparison.Ordinal);
        Assert.DoesNotContain("task.logissue type=error", waited["all"], StringComparison.Ordinal);
        Assert.Contains($"{known["runId"]}: ", waited["all"], StringComparison.Ordinal);
        Assert.Empty(azure.StandIn.Groups);
        AssertLight(started, waited);
    }

    [Fact]
    public async Task The_workflows_steps_do_what_they_say()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(more: "thresholds: { http_req_failed: rate<0.5 }");
        var steps = (YamlSequenceNode)Yaml("github-actions.yml")["jobs"]["load-test"]["steps"];
        var step = steps[2];
        var known = new Dictionary<string, string>
        {
            ["inputs.plan"] = "plan.yaml",
            ["github.workspace"] = Output,
            ["runner.temp"] = azure.Folder,
        };
        var page = Path.Combine(azure.Folder, "step-summary.md");

        await using var run = azure.Run((string)step["run"]! + Weigh, [.. Variables(step["env"], known), ("GITHUB_STEP_SUMMARY", page)]);
        var ran = await run.ValuesAsync();

        Assert.Contains("http_req_failed", await File.ReadAllTextAsync(page), StringComparison.Ordinal);
        Assert.Contains("<testcase", await File.ReadAllTextAsync(Path.Combine(Expand((string)steps[3]["with"]["path"]!, known), "junit.xml")), StringComparison.Ordinal);
        Assert.Empty(azure.StandIn.Groups);
        AssertLight(ran);
    }

    private static void AssertLight(params Dictionary<string, string>[] jobs) =>
        Assert.All(jobs, job => Assert.InRange(long.Parse(job["memory"], CultureInfo.InvariantCulture), 1, MemoryBound));

    // What a job takes from the build: the folder with the module as it ships.
    private static string Output => Path.GetDirectoryName(Repository.Module)!;

    private static Dictionary<string, YamlNode> Load(string name) => ((YamlSequenceNode)Yaml(name)["jobs"]).ToDictionary(job => (string)job["job"]!);

    private static YamlNode Yaml(string name)
    {
        using var text = new StreamReader(Sample(name));
        var yaml = new YamlStream();
        yaml.Load(text);
        return yaml.Documents[0].RootNode;
    }

    private static string Inline(YamlNode job) => (string)job["steps"][0]["inputs"]["Inline"]!;

    // As the agent does: $(name) in the task's env, ${{ name }} in the step's. Here it is the managed identity that signs in.
    private static (string, string)[] Variables(YamlNode env, Dictionary<string, string> known) =>
    [
        .. ((YamlMappingNode)env).Select(v => ((string)v.Key!, (string)v.Key! is "LOADTEST_SIGN_IN" ? "ManagedIdentity" : Expand((string)v.Value!, known))),
    ];

    // What is not known is a mistake of the sample's.
    private static string Expand(string text, Dictionary<string, string> known) => Macro().Replace(text, m => known[m.Groups["name"].Value]);

    [GeneratedRegex(@"\$\((?<name>[\w.]+)\)|\$\{\{ (?<name>[\w.]+) \}\}")]
    private static partial Regex Macro();

    [GeneratedRegex(@"(?m)^##vso\[task\.uploadsummary\](.*)$")]
    private static partial Regex UploadSummary();

    [GeneratedRegex(@"##vso\[task\.setvariable variable=(\w+);isOutput=true\](.*)")]
    private static partial Regex SetVariable();
}

using System.Formats.Tar;
using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>A k6 script's way through the shipped module, on a stand-in for k6 and on a real one.</summary>
public sealed class ScriptRunTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public ScriptRunTests() => _session = new ModuleRunspace(_folder.Path);

    [Fact]
    public void A_script_is_saved_with_the_run_and_run_by_each_workers_k6()
    {
        using var k6 = new StandInK6();
        _folder.Write("script.js", "export default function () {}");

        var output = _session.Run(
            $"""
            New-AzLoadTestPlan -Script script.js -K6Path '{k6.Path}' -Env {k6.Env("finish")} -TotalVus 3 -VusPerContainer 1 -Duration 1s |
                Start-AzLoadTestWorker | Wait-AzLoadTestRun -OutVariable run | Merge-AzLoadTestResult
            $run
            """);

        dynamic result = output[0], run = output[1];
        Assert.Equal(3, k6.Runs);
        Assert.Equal(("Completed", "k6 v2.2.0"), ((string)result.State.ToString(), (string)result.Engine));
        Assert.Equal(3, (double)result.Metrics["iterations"].Count);
        foreach (var worker in run.Workers)
            Assert.Equal((0, "k6 v2.2.0"), ((int?)worker.ExitCode ?? -1, (string)worker.Engine));
        var names = Names(Path.Combine(_folder.Path, "loadtest-results", (string)result.RunId, "script.tar"));
        Assert.Contains(names, name => name.EndsWith("script.js", StringComparison.Ordinal));
    }

    [Fact]
    public void A_script_on_a_real_k6_brings_what_it_imports_and_its_requests_add_up()
    {
        var k6 = RealK6.PathOrSkip();
        using var target = new LoadTarget();
        Directory.CreateDirectory(Path.Combine(_folder.Path, "lib"));
        _folder.Write("lib/paths.js", "export const path = JSON.parse(open('./paths.json')).path;");
        _folder.Write("lib/paths.json", "{ \"path\": \"fast\" }");
        _folder.Write("script.js", "import http from 'k6/http'; import { sleep } from 'k6'; import { path } from './lib/paths.js'; export default function () { http.get(__ENV.TARGET_URL + path); sleep(0.05); }");

        dynamic result = Assert.Single(_session.Run(
            $"New-AzLoadTestPlan -Script script.js -K6Path '{k6}' -TargetUrl '{target.Url}' -TotalVus 2 -VusPerContainer 1 -Duration 2s | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult"));

        Assert.InRange(target.Requests, 2, int.MaxValue);
        Assert.Equal((double)target.Requests, (double)result.Metrics["http_reqs"].Count);
        Assert.StartsWith("k6 v", (string)result.Engine, StringComparison.Ordinal);
        var names = Names(Path.Combine(_folder.Path, "loadtest-results", (string)result.RunId, "script.tar"));
        foreach (var name in new[] { "script.js", "lib/paths.js", "lib/paths.json" })
            Assert.Contains(names, entry => entry.EndsWith(name, StringComparison.Ordinal));
    }

    [Fact]
    public void Errors_in_the_script_come_out_while_planning_in_k6s_words()
    {
        var k6 = RealK6.PathOrSkip();
        _folder.Write("script.js", "import './nowhere.js'; export default function () {}");

        var error = _session.RunToError($"New-AzLoadTestPlan -Script script.js -K6Path '{k6}' -TotalVus 1");

        Assert.StartsWith("LoadTestAz.PlanInvalid,", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Contains("'script.js' is refused by k6:", error.Exception.Message, StringComparison.Ordinal);
        Assert.Contains("nowhere.js", error.Exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plan_without_a_script_runs_on_k6_where_there_is_one()
    {
        var k6 = RealK6.PathOrSkip();
        using var target = new LoadTarget();

        dynamic result = Assert.Single(_session.Run(
            $"New-AzLoadTestPlan -K6Path '{k6}' -TargetUrl '{target.Url}fast' -TotalVus 2 -VusPerContainer 1 -Duration 2s -Sleep 50ms | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult"));

        Assert.StartsWith("k6 v", (string)result.Engine, StringComparison.Ordinal);
        Assert.Equal((double)target.Requests, (double)result.Metrics["http_reqs"].Count);
    }

    [Fact]
    public void A_k6_of_this_machine_is_set_aside_for_containers_with_a_warning()
    {
        using var k6 = new StandInK6();
        using var shell = _session.Script(
            $"New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9 -K6Path '{k6.Path}' -Compute Aci -SubscriptionId 00000000-0000-0000-0000-000000000001 -ResourceGroup rg -Location eastus -StorageAccount account1 -ContainerName results -ContainerRegistry r.azurecr.io -Identity /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/worker");

        dynamic plan = Assert.Single(shell.Invoke());

        Assert.Null((string?)plan.K6Path);
        Assert.Contains(shell.Streams.Warning, warning => warning.Message.Contains("-K6Path is of this machine: the workers run the k6 of their image", StringComparison.Ordinal));
    }

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    private static List<string> Names(string tar)
    {
        var names = new List<string>();
        using var reader = new TarReader(File.OpenRead(tar));
        while (reader.GetNextEntry() is { } entry)
            names.Add(entry.Name);
        return names;
    }
}

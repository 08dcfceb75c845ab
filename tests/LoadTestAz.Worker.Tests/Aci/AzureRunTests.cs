using System.Globalization;
using System.Text;
using LoadTestAz.AciStandIn;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Runs;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>
/// Whole runs with <c>compute: aci</c> by the module's own commands: real sessions, real workers as processes, the real Blob
/// protocol over https with OAuth, a managed identity, and the stand-in of ARM.
/// </summary>
public sealed class AzureRunTests(AzuriteFixture azurite)
{
    private const string Report =
        """
        "state=$($run.State)"
        "causes=$(($run.Workers | ForEach-Object { "$($_.State) $($_.Cause) $($_.Detail)" }) -join '; ')"
        "left=$($run.Leftovers.Count)"
        "cost=$($run.EstimatedCost -gt 0)"
        "basis=$($run.CostBasis)"
        if ($result) { "requests=$($result.Metrics['http_reqs'].Count)" }
        "coverage=$($run.Coverage)"
        "id=$($run.RunId)"
        """;

    [Fact]
    public async Task From_the_plan_to_the_result()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan();

        await using var shell = azure.Run(
            $$"""
            $plan = New-AzLoadTestPlan -Path plan.yaml
            foreach ($check in $plan | Test-AzLoadTestPlan @id) { "$($check.Name)=$($check.Status) $($check.Detail)" }
            $run = $plan | Start-AzLoadTestWorker @id | Wait-AzLoadTestRun @id
            $result = $run | Merge-AzLoadTestResult @id
            {{Report}}
            """);
        var values = await shell.ValuesAsync();

        // Nothing stood in the way, as far as it could be asked: the registry is none of Azure's.
        string[] checks = ["Engine", "Store", "Memory", "Creation", "Size", "Subscription", "ResourceGroup", "Provider", "Quota", "Capability", "Identity", "StorageRole", "RegistryRole"];
        Assert.All(checks, check => Assert.StartsWith("Passed ", values[check], StringComparison.Ordinal));
        Assert.StartsWith("Skipped ", values["Image"], StringComparison.Ordinal);

        Assert.True(values["state"] == "Completed", values["all"]);
        Assert.Equal("3/3 workers, 6/6 VUs", values["coverage"]);
        Assert.Equal($"{azure.Target.GetStatistics().TotalRequests}", values["requests"]);
        Assert.True(azure.Target.GetStatistics().TotalRequests > 0);
        Assert.Equal("True", values["cost"]);
        Assert.StartsWith("Estimate in USD", values["basis"], StringComparison.Ordinal);
        AssertNothingLeft(azure, values);
        await AssertExpiryIsOneAsync(azure, values["id"]);
        // One creation and one deletion each, and workers that signed in as the group's identity.
        Assert.Equal((3, 3), (azure.StandIn.Recorder.CountOf(ArmCall.PutGroup), azure.StandIn.Recorder.CountOf(ArmCall.DeleteGroup)));
        Assert.Contains(azure.StandIn.Identity.Requests, request => request.ClientId is not null && request.Resource!.StartsWith("https://storage.azure.com", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Store_or_compute_is_out_of_reach_for_half_a_minute(bool store)
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(duration: "38s");

        await using var shell = azure.Run(
            $$"""
            $run = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id | Wait-AzLoadTestRun @id
            $result = $run | Merge-AzLoadTestResult @id
            {{Report}}
            """);
        var ending = shell.ValuesAsync();
        await UntilAsync(() => azure.Target.GetStatistics().TotalRequests > 100, ending);
        var cut = store ? azure.Blobs : azure.Arm;
        cut.Cut();
        await Task.Delay(TimeSpan.FromSeconds(30));
        cut.Restore();
        var values = await ending;

        Assert.True(values["state"] == "Completed", values["all"]);
        Assert.Equal($"{azure.Target.GetStatistics().TotalRequests}", values["requests"]);
        AssertNothingLeft(azure, values);
    }

    [Fact]
    public async Task Ctrl_C_while_workers_are_created_leaves_none_behind()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(workers: 12);
        // Some are there, some are being made, and some were not asked for yet.
        azure.StandIn.Faults.Add(Fault.Slow(TimeSpan.FromSeconds(6)) with { Calls = [ArmCall.PutGroup], From = 5 });

        await using var shell = azure.Run("New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id -ThrottleLimit 4 | ForEach-Object { \"worker $($_.Index)\" }");
        var ending = shell.EndAsync();
        await UntilAsync(() => azure.StandIn.Recorder.CountOf(ArmCall.PutGroup) >= 6, ending);
        shell.Interrupt();
        var (exitCode, output) = await ending;

        Assert.Equal(130, exitCode);
        Assert.Contains("was called off before its start", output, StringComparison.Ordinal);
        Assert.Contains("All of its container groups are deleted.", output, StringComparison.Ordinal);
        Assert.True(azure.StandIn.Recorder.CountOf(ArmCall.PutGroup) < 12, "It went on creating.");
        Assert.Empty(azure.StandIn.Groups);
        Assert.Equal(0, azure.Target.GetStatistics().TotalRequests);
    }

    [Fact]
    public async Task What_would_fail_is_not_started_unless_by_force()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan();
        azure.StandIn.World.Quotas["eastus"] = new() { [QuotaNames.ContainerGroups] = 100, [QuotaNames.StandardCores] = 2, [QuotaNames.StandardSpotCores] = 0 };

        await using var shell = azure.Run(
            """
            $plan = New-AzLoadTestPlan -Path plan.yaml
            try { $plan | Start-AzLoadTestWorker @id } catch { "error=$($_.FullyQualifiedErrorId)"; "why=$($_.Exception.Message)" }
            """);
        var values = await shell.ValuesAsync();

        Assert.StartsWith("LoadTestAz.PlanCheckFailed", values["error"], StringComparison.Ordinal);
        Assert.Contains("Quota: 3 container groups with 3 StandardCores are needed; eastus has room for 100 container groups and 2 StandardCores", values["why"], StringComparison.Ordinal);
        Assert.Equal(0, azure.StandIn.Recorder.CountOf(ArmCall.PutGroup));
        Assert.Empty(await azure.Store.ListAsync("", CancellationToken.None));

        await using var forced = azure.Run(
            $$"""
            $run = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id -Force | Wait-AzLoadTestRun @id
            $result = $run | Merge-AzLoadTestResult @id
            {{Report}}
            """);
        values = await forced.ValuesAsync();

        Assert.Equal("Degraded", values["state"]);
        Assert.Contains("Failed QuotaReached", values["causes"], StringComparison.Ordinal);
        Assert.Equal($"{azure.Target.GetStatistics().TotalRequests}", values["requests"]);
        AssertNothingLeft(azure, values);
    }

    [Fact]
    public async Task What_a_run_left_is_removed_with_its_data()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(workers: 2, cleanup: "never");
        await using var shell = azure.Run(
            $$"""
            $workers = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id
            try { $workers | Remove-AzLoadTestRun @id } catch { "early=$($_.FullyQualifiedErrorId)" }
            $run = $workers | Wait-AzLoadTestRun @id
            $run | Remove-AzLoadTestRun @id -WhatIf
            $result = $null
            {{Report}}
            """);
        var values = await shell.ValuesAsync();

        Assert.StartsWith("LoadTestAz.RunGoesOn", values["early"], StringComparison.Ordinal);
        Assert.Equal(2, azure.StandIn.Groups.Count);

        // From another session, by what everybody knows.
        await using var other = azure.Run($"Remove-AzLoadTestRun -RunId '{values["id"]}' -Store '{azure.Location}' @id");
        await other.ValuesAsync();
        Assert.Empty(azure.StandIn.Groups);
        Assert.NotEmpty(await azure.Store.ListAsync(values["id"], CancellationToken.None));

        await using var third = azure.Run($"Remove-AzLoadTestRun -RunId '{values["id"]}' -Store '{azure.Location}' -Data @id");
        await third.ValuesAsync();
        Assert.Empty(await azure.Store.ListAsync("", CancellationToken.None));
    }

    [Fact]
    public async Task Groups_that_are_past_their_time_are_found_by_their_tags()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(workers: 2, cleanup: "never");
        await using var shell = azure.Run($"$result = $null; $run = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id | Wait-AzLoadTestRun @id\n{Report}");
        var values = await shell.ValuesAsync();
        // As if the run were long over: nothing but the tag says so.
        await azure.ExpireAsync($"{values["id"]}-1-eastus");

        await using var other = azure.Run(
            """
            $found = @(New-AzLoadTestPlan -Path plan.yaml | Remove-AzLoadTestRun -Orphaned @id -WhatIf)
            "whatif=$($found.Count)"
            $gone = @(New-AzLoadTestPlan -Path plan.yaml | Remove-AzLoadTestRun -Orphaned @id)
            "gone=$($gone.Name)"
            """);
        var removed = await other.ValuesAsync();

        Assert.Equal("0", removed["whatif"]);
        Assert.Equal($"{values["id"]}-1-eastus", removed["gone"]);
        Assert.Equal([$"{values["id"]}-0-eastus"], azure.StandIn.Groups.Select(group => group.Name));
    }

    // The session and the agents go by the run's hard end; the worker's process and the group's tag have the same grace beyond it.
    private static async Task AssertExpiryIsOneAsync(AzureRehearsal azure, string runId)
    {
        var run = new RunStore(azure.Store, runId);
        var document = (await run.ReadRunAsync(CancellationToken.None))!;
        var plan = (await run.ReadPlanAsync(CancellationToken.None))!;
        Assert.Equal(document.CreatedAt + plan.Execution.MaxDurationFor(plan.Duration), document.DeadlineAt);
        Assert.Equal(document.DeadlineAt + RunDocument.ExpiryGrace, document.ExpiresAt);

        var expires = document.ExpiresAt.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var bodies = azure.StandIn.Recorder.Requests.Where(request => request.Call is ArmCall.PutGroup).Select(request => request.Body!).ToList();
        Assert.Equal(3, bodies.Count);
        foreach (var body in bodies)
        {
            var told = body["properties"]!["containers"]![0]!["properties"]!["environmentVariables"]!.AsArray().Single(v => (string?)v!["name"] == "LOADTEST_EXPIRES_AT");
            Assert.Equal((expires, expires), ((string?)body["tags"]!["loadtestaz-expires"], (string?)told!["value"]));
        }

        for (var i = 0; i < 3; i++)
        {
            var log = Encoding.UTF8.GetString((await azure.Store.TryReadAsync($"{runId}/worker_{i}.log", CancellationToken.None))!);
            Assert.Contains($"hard end at {document.DeadlineAt:u}.", log, StringComparison.Ordinal);
        }
    }

    private static void AssertNothingLeft(AzureRehearsal azure, Dictionary<string, string> values)
    {
        Assert.Equal("0", values["left"]);
        Assert.Empty(azure.StandIn.Groups);
    }

    private static async Task UntilAsync(Func<bool> holds, Task ending)
    {
        while (!holds())
        {
            Assert.False(ending.IsCompleted, ending is Task<(int, string)> { IsCompletedSuccessfully: true } ended ? ended.Result.Item2 : "It ended too early.");
            await Task.Delay(100);
        }
    }
}

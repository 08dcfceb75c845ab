using System.Diagnostics;
using System.Text;
using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.AciStandIn.Faults;
using LoadTestAz.Azure.Tests.Azurite;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>Stop-AzLoadTestRun on the stand-in of Azure: nobody waits for the run any more, and nothing is to be left of it.</summary>
public sealed class AzureStopTests(AzuriteFixture azurite)
{
    private const string Report =
        """
        "state=$($run.State)"
        "workers=$(($run.Workers | ForEach-Object { "$($_.State) $($_.Cause)" }) -join ', ')"
        "left=$($run.Leftovers -join ',')"
        """;

    [Fact]
    public async Task By_force_a_container_that_hangs_is_deleted_and_its_last_snapshot_counts()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        var id = $"stop-{Guid.NewGuid():N}"[..20];
        azure.WritePlan(duration: "10m");
        await using var starting = azure.Run($"New-AzLoadTestPlan -Path plan.yaml -RunId {id} | Start-AzLoadTestWorker @id | Out-Null");
        await starting.ValuesAsync();
        // Long enough for a snapshot of each.
        await UntilAsync(async () => (await azure.Store.ListAsync($"{id}/live_", CancellationToken.None)).Count == 3 && azure.Target.GetStatistics().TotalRequests > 50);
        Freeze(id, worker: 1);

        await using var stopping = azure.Run(
            $$"""
            $run = Stop-AzLoadTestRun -RunId {{id}} -Store '{{azure.Location}}' -Force -Timeout 20s @id -WarningVariable said 3>$null
            {{Report}}
            "said=$said"
            $result = $run | Merge-AzLoadTestResult @id 3>$null
            "merged=$($result.State) $($result.Coverage)"
            "requests=$($result.Metrics['http_reqs'].Count)"
            """);
        var values = await stopping.ValuesAsync();

        Assert.Equal(("Stopped", "Stopped Stopped, Failed Stopped, Stopped Stopped", ""), (values["state"], values["workers"], values["left"]));
        Assert.Contains($"Worker 1 ('{id}-1-eastus') had not ended 20s after the stop, and was killed; its last snapshot counts.", values["said"], StringComparison.Ordinal);
        Assert.Equal("Stopped 2/3 workers, 4/6 VUs", values["merged"]);
        Assert.InRange(int.Parse(values["requests"]), 1, azure.Target.GetStatistics().TotalRequests);

        // What hung is gone, and those that ended by themselves as well; what the first of them printed was saved.
        Assert.Empty(azure.StandIn.Groups);
        Assert.NotNull(await azure.Store.TryReadAsync($"{id}/container_1.log", CancellationToken.None));
    }

    [Theory]
    [InlineData("always", 0)]
    [InlineData("never", 2)]
    public async Task Groups_of_a_run_that_ends_in_time_go_by_the_plans_policy(string cleanup, int left)
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(workers: 2, duration: "10m", cleanup: cleanup);
        await using var shell = azure.Run($"$run = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id | Stop-AzLoadTestRun -Timeout 2m @id\n{Report}");
        var values = await shell.ValuesAsync();

        Assert.Equal(("Stopped", "Stopped Stopped, Stopped Stopped", ""), (values["state"], values["workers"], values["left"]));
        Assert.Equal(left, azure.StandIn.Groups.Count);
    }

    [Fact]
    public async Task What_can_t_be_killed_is_told_by_name()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        var id = $"stop-{Guid.NewGuid():N}"[..20];
        azure.WritePlan(workers: 2, duration: "10m");
        azure.StandIn.Faults.Add(Fault.Forbidden() with { Calls = [ArmCall.DeleteGroup], Name = "*-1-*" });
        await using var shell = azure.Run($"$run = New-AzLoadTestPlan -Path plan.yaml -RunId {id} | Start-AzLoadTestWorker @id | Stop-AzLoadTestRun -Force -Timeout 2m @id -WarningVariable said 3>$null\n{Report}\n\"said=$said\"");
        var values = await shell.ValuesAsync();

        Assert.Equal(("Stopped", $"{id}-1-eastus"), (values["state"], values["left"]));
        Assert.Contains("could not be deleted: Can't delete container group", values["said"], StringComparison.Ordinal);
        Assert.Equal([$"{id}-1-eastus"], azure.StandIn.Groups.Select(group => group.Name));
    }

    // As a container that hangs: it is there, and does nothing, whatever it is asked for.
    private static void Freeze(string runId, int worker)
    {
        var wanted = new[] { $"RUN_ID={runId}", $"WORKER_INDEX={worker}" };
        var frozen = 0;
        foreach (var process in Directory.GetDirectories("/proc").Where(path => int.TryParse(Path.GetFileName(path), out _)))
        {
            if (!wanted.All(EnvironmentOf(process).Contains))
                continue;
            using var kill = Process.Start("kill", ["-STOP", Path.GetFileName(process)]);
            kill.WaitForExit();
            frozen++;
        }

        Assert.True(frozen > 0, $"There is no process of worker {worker}.");
    }

    private static string[] EnvironmentOf(string process)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(process, "environ"))).Split('\0');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await holds())
        {
            Assert.True(TimeProvider.System.GetElapsedTime(began) < TimeSpan.FromMinutes(3), "The run did not get under way.");
            await Task.Delay(200);
        }
    }
}

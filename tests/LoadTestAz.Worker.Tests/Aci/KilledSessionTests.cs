using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Runs;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>
/// The process that waits is killed (-9) in the middle of a run whose workers live elsewhere; another session, which knows the
/// run's id and store and nothing else, brings it to its end.
/// </summary>
public sealed class KilledSessionTests(AzuriteFixture azurite)
{
    private const string Id = "killed";

    [Theory]
    [InlineData("before the start")]
    [InlineData("under load")]
    [InlineData("while results are saved")]
    [InlineData("while containers are deleted")]
    public async Task Nothing_is_lost(string moment)
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(duration: "6s");
        await using var killed = azure.Run($"New-AzLoadTestPlan -Path plan.yaml -RunId {Id} | Start-AzLoadTestWorker @id | Wait-AzLoadTestRun @id | Merge-AzLoadTestResult @id");
        var ending = killed.EndAsync();
        await UntilAsync(moment, azure, ending);
        killed.KillAlone();
        await ending;

        await using var other = azure.Run(
            $$"""
            $seen = Get-AzLoadTestRun -RunId {{Id}} -Store '{{azure.Location}}' @id
            "seen=$($seen.RunId)"
            $run = Wait-AzLoadTestRun -RunId {{Id}} -Store '{{azure.Location}}' @id
            $result = Merge-AzLoadTestResult -RunId {{Id}} -Store '{{azure.Location}}' @id
            "state=$($run.State)"
            "left=$($run.Leftovers.Count)"
            "merged=$($result.Coverage)"
            "passed=$($result.Passed)"
            "requests=$($result.Metrics['http_reqs'].Count)"
            """);
        var values = await other.ValuesAsync();

        Assert.True(values["state"] == "Completed", values["all"]);
        Assert.Equal((Id, "0", "3/3 workers, 6/6 VUs", "True"), (values["seen"], values["left"], values["merged"], values["passed"]));
        Assert.Equal($"{azure.Target.GetStatistics().TotalRequests}", values["requests"]);
        Assert.NotEqual("0", values["requests"]);
        Assert.Empty(azure.StandIn.Groups);

        // Nobody was made twice.
        Assert.Equal(3, azure.StandIn.Recorder.CountOf(ArmCall.PutGroup));
    }

    private static async Task UntilAsync(string moment, AzureRehearsal azure, Task<(int ExitCode, string Output)> ending)
    {
        var run = new RunStore(azure.Store, Id);
        while (!await HasComeAsync())
        {
            Assert.False(ending.IsCompleted, ending.IsCompleted ? ending.Result.Output : "");
            await Task.Delay(20);
        }

        async Task<bool> HasComeAsync() => moment switch
        {
            // All are asked for, and none has begun.
            "before the start" => azure.StandIn.Recorder.CountOf(ArmCall.PutGroup) == 3,
            "under load" => azure.Target.GetStatistics().TotalRequests > 50,
            "while results are saved" => await run.ReadMetricsAsync(0, CancellationToken.None) is not null,
            _ => azure.StandIn.Recorder.CountOf(ArmCall.DeleteGroup) > 0,
        };
    }
}

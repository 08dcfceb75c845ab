using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Tests.Hosting;
using LoadTestAz.Tests.Secrets;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>A plan with a script on the stand-in of Azure, with a real k6 in each of its containers; skipped without one.</summary>
public sealed class AzureScriptTests(AzuriteFixture azurite)
{
    private const string Token = "s3cr3t_T0k3n_0815";

    private const string Script =
        """
        import http from 'k6/http';
        import { sleep } from 'k6';
        import { Counter, Trend } from 'k6/metrics';
        import { verify } from './lib/verify.js';

        const orders = new Counter('orders');
        const waited = new Trend('waited', true);

        export function setup() {
            http.get(`${__ENV.TARGET_URL}/medium`);
            return { amount: 3 };
        }

        export default function (data) {
            const answer = http.get(`${__ENV.TARGET_URL}/fast`, { headers: { Authorization: `Bearer ${__ENV.API_TOKEN}` } });
            console.log(`sent ${__ENV.API_TOKEN}`);
            verify(answer);
            orders.add(data.amount);
            waited.add(answer.timings.waiting);
            sleep(0.1);
        }
        """;

    private const string Library =
        """
        import { check } from 'k6';
        export const verify = answer => check(answer, { 'status is 200': r => r.status === 200 });
        """;

    [Fact]
    public async Task Real_k6_in_each_container()
    {
        _ = RealK6.PathOrSkip();
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        Directory.CreateDirectory(Path.Combine(azure.Folder, "lib"));
        await File.WriteAllTextAsync(Path.Combine(azure.Folder, "shop.js"), Script);
        await File.WriteAllTextAsync(Path.Combine(azure.Folder, "lib", "verify.js"), Library);
        azure.WritePlan(duration: "5s", script: "shop.js", more: "secrets: [API_TOKEN]");

        await using var shell = azure.Run(
            """
            $run = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker @id | Wait-AzLoadTestRun @id
            $result = $run | Merge-AzLoadTestResult @id
            "state=$($run.State)"
            "id=$($run.RunId)"
            "left=$($run.Leftovers.Count)"
            "coverage=$($result.Coverage)"
            "engines=$($run.Workers.Engine -join ',')"
            "requests=$($result.Metrics['http_reqs'].Count)"
            "iterations=$($result.Metrics['iterations'].Count)"
            "orders=$($result.Metrics['orders'].Count)"
            "waited=$($result.Metrics['waited'].Count)"
            "checks=$($result.Checks[0].Name) $($result.Checks[0].Passes) $($result.Checks[0].Fails)"
            """,
            ("API_TOKEN", Token));
        var values = await shell.ValuesAsync();

        Assert.True(values["state"] == "Completed", values["all"]);
        Assert.Equal(("0", "3/3 workers, 6/6 VUs"), (values["left"], values["coverage"]));
        Assert.All(values["engines"].Split(','), engine => Assert.StartsWith("k6 v", engine, StringComparison.Ordinal));
        Assert.Equal(3, values["engines"].Split(',').Length);

        // What the target counted: setup() once for all, and each iteration's request.
        var target = azure.Target.GetStatistics();
        var iterations = target.ByPath["/fast"];
        Assert.Equal(1, target.ByPath["/medium"]);
        Assert.True(iterations > 0);
        Assert.Equal(
            ($"{target.TotalRequests}", $"{iterations}", $"{3 * iterations}", $"{iterations}", $"status is 200 {iterations} 0"),
            (values["requests"], values["iterations"], values["orders"], values["waited"], values["checks"]));

        Assert.Empty(azure.StandIn.Groups);
        Assert.Equal((3, 3), (azure.StandIn.Recorder.CountOf(ArmCall.PutGroup), azure.StandIn.Recorder.CountOf(ArmCall.DeleteGroup)));

        // Each iteration said the secret aloud.
        var search = new LeakSearch(Token);
        Assert.Null(search.In(values["all"]));
        var folder = await azure.SaveStoreAsync();
        Assert.Empty(search.InFolder(folder));
        Assert.Contains(search.Seen, name => name.EndsWith("k6_console_0.log", StringComparison.Ordinal));
        Assert.Contains(search.Seen, name => name.EndsWith("lib/verify.js", StringComparison.Ordinal));
        Assert.Contains("sent ***", await File.ReadAllTextAsync(Path.Combine(folder, $"{values["id"]}_k6_console_0.log")), StringComparison.Ordinal);
    }
}

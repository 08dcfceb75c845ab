using LoadTestAz.AciStandIn.Arm;
using LoadTestAz.Azure.Tests.Azurite;
using LoadTestAz.Tests.Secrets;

namespace LoadTestAz.Worker.Tests.Aci;

/// <summary>
/// Secrets of a plan for Azure: one from the environment, one by <c>-Secret</c>, and the key of a Log Analytics workspace. They
/// reach the workers, and are looked for wherever a run leaves anything; so are the tokens that everybody signs in with.
/// </summary>
public sealed class AzureSecretTests(AzuriteFixture azurite)
{
    private const string Token = "s3cr3t_T0k3n_4711";
    private const string Password = "p@ss w\u00f6rd/+\"x\\<&>%41";
    private const string WorkspaceKey = "wsk-0815/abcdef+ghijkl==";

    // How each token begins that a stand-in of Azure's sign-in gives out.
    private const string AccessToken = "eyJhbGciOiJub25l";

    // Everything that a session shows, and every error with all that hangs on it, for another machine to read.
    private const string Script =
        """
        $VerbosePreference = 'Continue'; $DebugPreference = 'Continue'; $InformationPreference = 'Continue'; $WarningPreference = 'Continue'
        $secure = [securestring]::new(); foreach ($c in $env:FOR_SECURE.ToCharArray()) { $secure.AppendChar($c) }
        $env:FOR_SECURE = $null
        # With -Debug alone each warning and error would ask.
        $loud = @{ Verbose = $true; Debug = $true; WarningAction = 'Continue'; ErrorAction = 'Stop'; CredentialSource = 'ManagedIdentity' }
        $secret = @{ Secret = @{ API_PASSWORD = $secure } }
        function Keep { process {
            [System.IO.File]::AppendAllText("$pwd/shown.txt", "$_`n" + [System.Management.Automation.PSSerializer]::Serialize($_, $(if ($_ -is [System.Management.Automation.ErrorRecord]) { 2 } else { 5 })))
            if ($_ -is [System.Management.Automation.ErrorRecord]) {
                [System.IO.File]::AppendAllText("$pwd/shown.txt", "$($_.Exception)`n" + [System.Management.Automation.PSSerializer]::Serialize($_.TargetObject, 5) + [System.Management.Automation.PSSerializer]::Serialize($_.InvocationInfo.BoundParameters, 5))
            }
            $_
        } }
        $plan = New-AzLoadTestPlan -Path plan.yaml
        $plan *>&1 | Keep | Out-Null
        $plan | Test-AzLoadTestPlan @loud *>&1 | Keep | Out-Null
        $run = $plan | Start-AzLoadTestWorker @secret @loud *>&1 | Keep | Where-Object { $_ -is [LoadTestAz.Runs.LoadTestWorker] } | Wait-AzLoadTestRun @loud *>&1 | Keep | Where-Object { $_ -is [LoadTestAz.Runs.LoadTestRun] }
        "state=$($run.State)"
        "id=$($run.RunId)"
        $result = $run | Merge-AzLoadTestResult @loud *>&1 | Keep | Where-Object { $_ -is [LoadTestAz.Merging.LoadTestResult] }
        "requests=$($result.Metrics['http_reqs'].Count)"
        # Again, with the same id; and without rights.
        try { $plan | Start-AzLoadTestWorker @secret @loud *>&1 | Keep | Out-Null } catch { $_ | Keep | Out-Null; "exists=$($_.FullyQualifiedErrorId)" }
        try { New-AzLoadTestPlan -Path plan.yaml -ResourceGroup nowhere | Start-AzLoadTestWorker @secret @loud -Force *>&1 | Keep | Out-Null } catch { $_ | Keep | Out-Null; "denied=$($_.FullyQualifiedErrorId)" }
        $Error | Keep | Out-Null
        "errors=$($Error.Count)"
        """;

    [Fact]
    public async Task Nothing_that_a_run_leaves_holds_them()
    {
        await using var azure = await AzureRehearsal.StartAsync(azurite);
        azure.WritePlan(
            workers: 2, cleanup: "never", more: "secrets: [API_TOKEN, API_PASSWORD]",
            requests: "[{ method: POST, url: /echo, name: login, body: '${API_PASSWORD}', headers: { Authorization: 'Bearer ${API_TOKEN}' } }, { url: 'http://127.0.0.1:9/', name: nobody there }]");
        await File.AppendAllTextAsync(Path.Combine(azure.Folder, "plan.yaml"), "\n  log_analytics: { workspace_id: 11111111-2222-3333-4444-555555555555, key_secret: WORKSPACE_KEY }\n");
        var search = new LeakSearch(Token, Password, WorkspaceKey) { Pieces = [AccessToken] };

        await using var shell = azure.Run(Script, ("API_TOKEN", Token), ("WORKSPACE_KEY", WorkspaceKey), ("FOR_SECURE", Password));
        var values = await shell.ValuesAsync();

        Assert.True(values["state"] == "Completed", values["all"]);
        Assert.StartsWith("LoadTestAz.RunExists", values["exists"], StringComparison.Ordinal);
        Assert.StartsWith("LoadTestAz.AzureNotFound", values["denied"], StringComparison.Ordinal);
        Assert.NotEqual("0", values["errors"]);

        // They did their work: Azure was given them, as secrets, and the target was asked.
        var bodies = azure.StandIn.Recorder.Requests.Where(request => request.Call is ArmCall.PutGroup && request.Status is 201).Select(request => request.Body!.ToJsonString()).ToList();
        Assert.Equal(2, bodies.Count);
        Assert.All(bodies, body => Assert.Contains("\"name\":\"API_PASSWORD\",\"secureValue\"", body, StringComparison.Ordinal));
        Assert.All(bodies, body => Assert.Contains("\"workspaceKey\"", body, StringComparison.Ordinal));
        Assert.True(azure.Target.GetStatistics().TotalRequests > 0);

        // The session: what it printed, and all streams. (The plan's file has their names only.)
        Assert.Null(search.In(values["all"]));
        Assert.Empty(search.InFolder(azure.Folder));
        Assert.Contains("shown.txt", search.Seen);
        var shown = await File.ReadAllTextAsync(Path.Combine(azure.Folder, "shown.txt"));
        Assert.Contains("Subscription Passed", shown, StringComparison.Ordinal);

        // The store.
        var folder = await azure.SaveStoreAsync();
        Assert.Empty(search.InFolder(folder));
        Assert.Contains(search.Seen, name => name.EndsWith("_plan.json", StringComparison.Ordinal));
        Assert.Contains(search.Seen, name => name.EndsWith("worker_1.log", StringComparison.Ordinal));

        // Azure: requests without what is secret by the official type, and what the containers printed.
        Assert.All(azure.StandIn.Recorder.Requests, request => Assert.Null(search.In($"{request.Path} {request.Body?.ToJsonString()}")));
        foreach (var group in azure.StandIn.Groups)
        {
            var log = await azure.ReadLogAsync(group.Name);
            Assert.NotEmpty(log);
            Assert.Null(search.In(log));
        }
    }
}

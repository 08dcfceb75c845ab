using System.Management.Automation;
using LoadTestAz.Tests.Hosting;

namespace LoadTestAz.Tests.Commands;

/// <summary>Each error has its id and category, and names the thing and the remedy; and no load was started.</summary>
public sealed class ErrorTests : IDisposable
{
    private const string AzurePlan =
        "New-AzLoadTestPlan -Engine Http -TargetUrl http://127.0.0.1:9 -Compute Aci -SubscriptionId 00000000-0000-0000-0000-000000000001 -ResourceGroup rg -Location eastus "
        + "-StorageAccount account1 -ContainerName results -ContainerRegistry r.azurecr.io "
        + "-Identity /subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/workers";

    private readonly TemporaryFolder _folder = new();
    private readonly ModuleRunspace _session;

    public ErrorTests() => _session = new ModuleRunspace(_folder.Path);

    public void Dispose()
    {
        _session.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void A_bad_plan_tells_all_its_mistakes_with_their_places()
    {
        _folder.Write("plan.yaml", "test:\n  target_url: http://127.0.0.1:9\n  enginee: http\ndistribution:\n  total_vus: many\n");

        var error = Expect("New-AzLoadTestPlan -Path plan.yaml", "PlanInvalid", ErrorCategory.InvalidData);

        Assert.Contains("plan.yaml(3,3): test.enginee", error, StringComparison.Ordinal);
        Assert.Contains("did you mean 'engine'?", error, StringComparison.Ordinal);
        Assert.Contains("plan.yaml(5,14): distribution.total_vus", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_bad_parameter_is_named() =>
        Assert.Contains("-Duration", Expect("New-AzLoadTestPlan -Engine Http -TargetUrl http://127.0.0.1:9 -Duration soon", "PlanInvalid", ErrorCategory.InvalidData), StringComparison.Ordinal);

    [Fact]
    public void A_k6_that_is_too_old_for_light_capture_is_named_while_planning()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("The stand-in for k6 is a shell script.");
            return;
        }

        _folder.Write("k6", "#!/bin/sh\necho 'k6 v1.3.0 (go1.24.6, linux/amd64)'\n");
        File.SetUnixFileMode(Path.Combine(_folder.Path, "k6"), UnixFileMode.UserRead | UnixFileMode.UserExecute);

        var error = Expect("New-AzLoadTestPlan -TargetUrl http://127.0.0.1:9 -Engine K6 -Capture Light -K6Path ./k6", "PlanInvalid", ErrorCategory.InvalidData);

        Assert.Contains("test.capture: The plan asks for light capture, and k6 v1.3.0 at", error, StringComparison.Ordinal);
        Assert.Contains("it needs k6 v1.4.0", error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_plan_file_is_named() =>
        Assert.Contains("nowhere.yaml", Expect("New-AzLoadTestPlan -Path nowhere.yaml", "PlanNotFound", ErrorCategory.ObjectNotFound), StringComparison.Ordinal);

    [Fact]
    public void A_run_id_that_exists_is_refused_before_any_load()
    {
        Directory.CreateDirectory(Path.Combine(_folder.Path, "loadtest-results", "lt-taken"));
        _folder.Write("loadtest-results/lt-taken/run.json", "{}");
        Expect("New-AzLoadTestPlan -Engine Http -TargetUrl http://127.0.0.1:9 -RunId lt-taken | Start-AzLoadTestWorker", "RunExists", ErrorCategory.ResourceExists);
    }

    [Fact]
    public void A_store_that_is_no_folder_is_refused_before_any_load()
    {
        _folder.Write("file", "");
        Assert.StartsWith("LoadTestAz.Store", _session.RunToError("New-AzLoadTestPlan -Engine Http -TargetUrl http://127.0.0.1:9 | Start-AzLoadTestWorker -Store file/below").FullyQualifiedErrorId, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_run_is_named() =>
        Assert.Contains("lt-none", Expect("Wait-AzLoadTestRun -RunId lt-none", "RunNotFound", ErrorCategory.ObjectNotFound), StringComparison.Ordinal);

    [Fact]
    public void A_folder_with_nothing_to_merge_is_named() => Expect("Merge-AzLoadTestResult -Path .", "NothingToMerge", ErrorCategory.InvalidData);

    [Fact]
    public void A_location_that_is_no_container_is_refused() =>
        Expect("Wait-AzLoadTestRun -RunId lt-1 -Store 'http://example.invalid/x'", "StoreInvalid", ErrorCategory.InvalidArgument);

    [Fact]
    public void A_plan_for_Azure_has_its_own_store() => Assert.Contains(
        "https://account1.blob.core.windows.net/results",
        Expect($"{AzurePlan} | Start-AzLoadTestWorker -Store https://other.blob.core.windows.net/results", "StoreInvalid", ErrorCategory.InvalidArgument),
        StringComparison.Ordinal);

    [Fact]
    public void What_would_be_started_in_Azure_is_shown_without_a_sign_in() => Assert.Empty(_session.Run($"{AzurePlan} | Start-AzLoadTestWorker -WhatIf"));

    [Fact]
    public void A_k6_that_is_not_there_is_named()
    {
        _folder.Write("script.js", "export default function () {}");
        Assert.Contains("no-such-k6", Expect("New-AzLoadTestPlan -Script script.js -TotalVus 1 -K6Path ./no-such-k6", "PlanInvalid", ErrorCategory.InvalidData), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wait_with_a_limit_ends_at_it_and_says_how_to_go_on()
    {
        using var target = new LoadTarget();
        _session.Run($"$w = New-AzLoadTestPlan -Engine Http -TargetUrl '{target.Url}fast' -TotalVus 1 -Duration 10m -Sleep 50ms | Start-AzLoadTestWorker");

        var error = Expect("$w | Wait-AzLoadTestRun -Timeout 00:00:01", "WaitTimedOut", ErrorCategory.OperationTimeout);

        Assert.Contains("Wait-AzLoadTestRun -RunId", error, StringComparison.Ordinal);
        _session.Run("$null = $w | Stop-AzLoadTestRun; $null = $w | Wait-AzLoadTestRun");
    }

    private string Expect(string script, string id, ErrorCategory category)
    {
        var error = _session.RunToError(script);
        Assert.StartsWith("LoadTestAz." + id + ",", error.FullyQualifiedErrorId, StringComparison.Ordinal);
        Assert.Equal(category, error.CategoryInfo.Category);
        return error.Exception.Message;
    }
}

# The quickstart: three workers, 30 virtual users, 20 seconds of load on a sample target on this machine.
# Run it with:  dotnet run --project src/LoadTestAz.Shell -- configs/quickstart.ps1
param(
    # Virtual users over all workers.
    [int] $TotalVus = 30,

    # How long the load lasts, in k6's format.
    [string] $Duration = '20s'
)

$ErrorActionPreference = 'Stop'

# A small web server on 127.0.0.1 that answers fast, slowly, and now and then with an error; it counts what it serves.
$target = Start-SampleTarget

try {
    # 1. The plan: the requests and thresholds stand in quickstart.yaml; parameters override the file.
    $plan = New-AzLoadTestPlan -Path "$PSScriptRoot/quickstart.yaml" -TargetUrl $target.Url -TotalVus $TotalVus -Duration $Duration
    $plan | Out-Host

    # 2. Start the workers, follow them to the end, merge what they measured into one result.
    $result = $plan | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult
    $result.Workers | Out-Host
    $result.Metrics | Out-Host
    $result | Out-Host

    # 3. Hold the figure against what the target itself counted.
    $served = (Get-SampleTarget).TotalRequests
    $merged = $result.Metrics['http_reqs'].Count
    if ($served -ne $merged) {
        throw "The target served $served requests, but the merged result has $merged."
    }

    "The target served $served requests; the merged result has the same. All files of the run lie in:"
    "  $($result.Location)/$($result.RunId)"
}
finally {
    $null = Stop-SampleTarget
}

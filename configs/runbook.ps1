<#
.SYNOPSIS
    A runbook for Azure Automation (PowerShell 7): starts a load test in one job, waits for it in another.
.DESCRIPTION
    Import the module LoadTestAz into the Automation account, give the account a managed identity with the roles of
    docs/azure-setup.md, and import this file as a runbook.

    Action Start begins the load and ends; its output is the run's id and store. Action Wait takes these two, from whichever
    job and machine, follows the run to its end, merges what was measured, and fails the job when the test has not passed. When
    the job that waits is ended, start another one: nothing is lost.

    How the run stands is a line every 30 s. In a job's history these lines are verbose messages: turn on "Log verbose records".
    Nobody is asked anything.
.EXAMPLE
    runbook.ps1 -Action Start -Plan (Get-AutomationVariable loadtest-plan)
.EXAMPLE
    runbook.ps1 -Action Wait -RunId lt-20260102-030405-x7k2qd -Store https://myresults.blob.core.windows.net/results
#>
param(
    # What this job does.
    [Parameter(Mandatory)]
    [ValidateSet('Start', 'Wait')]
    [string] $Action,

    # Start: the plan as YAML text, or the path of a file with it. It says where the workers run and where results go.
    [string] $Plan,

    # Start: the run's id; made up when it is not given. Wait: the run that is meant.
    [string] $RunId,

    # Wait: the store of the run, as Start gave it.
    [string] $Store,

    # Wait: the job ends after so long; Automation's own sandboxes end a job after three hours.
    [string] $Timeout = '2h45m',

    # Who signs in to Azure: the Automation account's managed identity, unless said otherwise.
    [string] $CredentialSource = 'ManagedIdentity'
)

$ErrorActionPreference = 'Stop'
$VerbosePreference = 'Continue'
$id = @{ CredentialSource = $CredentialSource }

if ($Action -eq 'Start') {
    if (-not $Plan) { throw 'Action Start needs -Plan: the plan as YAML text, or the path of a file with it.' }
    $file = $Plan
    $isText = $Plan.Contains("`n")
    if ($isText) {
        $file = [System.IO.Path]::GetTempFileName()
        [System.IO.File]::WriteAllText($file, $Plan)
    }
    try {
        $own = @{}
        if ($RunId) { $own.RunId = $RunId }
        $workers = New-AzLoadTestPlan -Path $file @own | Start-AzLoadTestWorker @id
    }
    finally {
        if ($isText) { [System.IO.File]::Delete($file) }
    }

    # What the job that waits needs.
    [pscustomobject]@{ RunId = $workers[0].RunId; Store = $workers[0].Location }
    return
}

if (-not $RunId -or -not $Store) { throw 'Action Wait needs -RunId and -Store, as the job that started the run gave them.' }
$run = Wait-AzLoadTestRun -RunId $RunId -Store $Store -Timeout $Timeout -ErrorAction SilentlyContinue @id
if ($run.State -eq 'TimedOut') {
    "Run '$RunId' still goes on after $Timeout. Start another job with -Action Wait -RunId '$RunId' -Store '$Store'."
    return
}

$result = $run | Merge-AzLoadTestResult @id
$result
$result.Thresholds
$null = $result | Assert-AzLoadTestResult

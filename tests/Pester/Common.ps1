# What the tests share. Dot-sourced in each file's BeforeAll.

# The module as it ships: the folder or manifest that LOADTEST_MODULE names (an unpacked package, for one), else what the build
# has put together in this repository.
$module = if ($env:LOADTEST_MODULE) { $env:LOADTEST_MODULE } else { "$PSScriptRoot/../../output/LoadTestAz" }
$module = [System.IO.Path]::GetFullPath($module, (Get-Location).ProviderPath)
Import-Module $module -ErrorAction Stop

# A small web server on this machine that counts what it serves.
function Start-Target {
    $name = if ($IsWindows) { 'localhost' } else { '127.0.0.1' } # Without administrator's rights Windows takes no other.
    $probe = [System.Net.Sockets.TcpListener]::new([System.Net.IPAddress]::Loopback, 0)
    $probe.Start()
    $port = $probe.LocalEndpoint.Port
    $probe.Stop()
    $listener = [System.Net.HttpListener]::new()
    $listener.Prefixes.Add("http://${name}:$port/")
    $listener.Start()
    $served = [hashtable]::Synchronized(@{ Requests = 0 })
    $shell = [powershell]::Create([initialsessionstate]::CreateDefault2()).AddScript({
        param($listener, $served)
        while ($listener.IsListening) {
            try { $context = $listener.GetContext() } catch { break }
            $served.Requests++
            $context.Response.StatusCode = if ($context.Request.Url.AbsolutePath -eq '/bad') { 500 } else { 200 }
            $context.Response.Close([byte[]](111, 107), $true)
        }
    }).AddArgument($listener).AddArgument($served)
    $null = $shell.BeginInvoke()
    [pscustomobject]@{ Url = "http://${name}:$port/"; Served = $served; Listener = $listener; Shell = $shell }
}

function Stop-Target($Target) {
    $Target.Listener.Close()
    $Target.Shell.Dispose()
}

# A plan of a short load that no machine is too slow for.
function New-ShortPlan([string] $Url, [hashtable] $With = @{}) {
    New-AzLoadTestPlan -TargetUrl $Url -Engine Http -TotalVus 2 -VusPerContainer 1 -Duration 1s -Sleep 50ms @With
}

# The result of a short run.
function Get-ShortResult([string] $Url, [hashtable] $With = @{}) {
    New-ShortPlan $Url $With | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult
}

# The error that a piece of code ends with; none is an error of its own.
function Get-ErrorOf([scriptblock] $Code) {
    $ErrorActionPreference = 'Stop'
    try { $null = & $Code } catch { return $_ }
    throw "No error came of: $Code"
}

# Runs a script in a shell of its own, and gives its exit code. LOADTEST_PESTER_SHELL names another shell than the one that runs
# the tests: the program and its arguments, one a line.
function Get-ExitCodeOf([string] $Script) {
    $file = "$TestDrive/$([guid]::NewGuid()).ps1"
    [System.IO.File]::WriteAllText($file, "Import-Module '$module'`n$Script")
    $program, $arguments = if ($env:LOADTEST_PESTER_SHELL) { $env:LOADTEST_PESTER_SHELL -split "`n" } else { [Environment]::ProcessPath, '-NoProfile', '-NonInteractive', '-File' }
    $null = & $program @arguments $file 2>&1
    $LASTEXITCODE
}

# What Tab offers at the end of a line.
function Get-TabResult([string] $Line) {
    [System.Management.Automation.CommandCompletion]::CompleteInput($Line, $Line.Length, $null).CompletionMatches.CompletionText
}

# Every test file works in a folder of its own.
$before = (Get-Location).ProviderPath
Set-Location $TestDrive

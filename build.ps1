<#
.SYNOPSIS
    Builds, tests or packs LoadTestAz from PowerShell.
.DESCRIPTION
    A thin layer over the dotnet command, for people who work in pwsh. Needs the .NET SDK 10.
.PARAMETER Task
    Build: the module under output/LoadTestAz. Test: all tests; then, where Pester 5 or later is installed, those under
    tests/Pester on the packed module. Pack: the module, built for release, as output/package/LoadTestAz/<version> and as a
    package for the PowerShell Gallery, output/package/LoadTestAz.<version>.nupkg.
.PARAMETER Runtime
    Pack for one platform only, such as linux-x64 or win-x64: output/LoadTestAz.<version>-<runtime>.zip, with the module's
    assemblies compiled ahead of time for PowerShell 7.6, so that cmdlets start sooner. It does not load on other platforms.
.PARAMETER SkipDotnetTest
    With Test: the Pester tests only.
.EXAMPLE
    ./build.ps1 -Task Build, Test
.EXAMPLE
    ./build.ps1 -Task Pack -Runtime linux-x64
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack')]
    [string[]] $Task = 'Build',

    [ValidatePattern('^[a-z0-9]+(-[a-z0-9]+)+$')]
    [string] $Runtime,

    [switch] $SkipDotnetTest
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE." }
}

# The newest of several: an older version's package may still be there.
function Get-Newest([string] $Folder, [string] $Pattern) {
    [System.IO.DirectoryInfo]::new("$PSScriptRoot/$Folder").GetFiles($Pattern, 'AllDirectories') | Sort-Object -Property LastWriteTimeUtc -Descending | Select-Object -First 1 -ExpandProperty FullName
}

function Invoke-PesterTest {
    $pester = Get-Module -ListAvailable -Name Pester | Where-Object { $_.Version.Major -ge 5 } | Sort-Object -Property Version -Descending | Select-Object -First 1
    if (-not $pester) {
        Write-Warning 'Pester 5 or later is not installed here, so the tests under tests/Pester were not run: Install-PSResource Pester'
        return
    }

    # One that was imported already, in a version that was chosen, stays.
    if (-not (Get-Module -Name Pester)) { Import-Module $pester.Path }
    Invoke-Dotnet build build/LoadTestAz.Package | Out-Host
    $env:LOADTEST_MODULE = Get-Newest output/package/LoadTestAz LoadTestAz.psd1
    try {
        $result = Invoke-Pester -Path tests/Pester -PassThru -Output Detailed
        if ($result.Result -ne 'Passed') { throw "Pester: $($result.FailedCount) of $($result.TotalCount) tests failed." }
    }
    finally {
        $env:LOADTEST_MODULE = $null
    }
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Invoke-Dotnet build }
        'Test' {
            if (-not $SkipDotnetTest) { Invoke-Dotnet test }
            Invoke-PesterTest
        }
        'Pack' {
            if ($Runtime) {
                Invoke-Dotnet publish build/LoadTestAz.ReadyToRun "-p:ModuleRuntime=$Runtime" | Out-Host
                Get-Newest output "LoadTestAz.*-$Runtime.zip"
            }
            else {
                Invoke-Dotnet build build/LoadTestAz.Package | Out-Host
                Get-Newest output/package LoadTestAz.*.nupkg
            }
        }
    }
}

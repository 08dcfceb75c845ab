<#
.SYNOPSIS
    Builds, tests or packs LoadTestAz from PowerShell.
.DESCRIPTION
    A thin layer over the dotnet command, for people who work in pwsh. Needs the .NET SDK 10.
.PARAMETER Task
    Build: the module under output/LoadTestAz. Test: all tests. Pack: the module, built for release, as
    output/LoadTestAz.<version>.zip.
.PARAMETER Runtime
    Pack for one platform only, such as linux-x64 or win-x64: output/LoadTestAz.<version>-<runtime>.zip, with the module's
    assemblies compiled ahead of time for PowerShell 7.6, so that cmdlets start sooner. It does not load on other platforms.
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
    [string] $Runtime
)

$ErrorActionPreference = 'Stop'
Set-Location $PSScriptRoot

function Invoke-Dotnet {
    & dotnet @args
    if ($LASTEXITCODE -ne 0) { throw "dotnet $args ended with exit code $LASTEXITCODE." }
}

foreach ($name in $Task) {
    switch ($name) {
        'Build' { Invoke-Dotnet build }
        'Test' { Invoke-Dotnet test }
        'Pack' {
            Remove-Item -Recurse -Force output/LoadTestAz -ErrorAction Ignore
            $module, $suffix = 'output/LoadTestAz', ''
            if ($Runtime) {
                Invoke-Dotnet publish build/LoadTestAz.ReadyToRun -p:ModuleRuntime=$Runtime
                $module, $suffix = "output/$Runtime/LoadTestAz", "-$Runtime"
            }
            else {
                Invoke-Dotnet build src/LoadTestAz --configuration Release
            }
            $version = (Import-PowerShellDataFile module/LoadTestAz.psd1).ModuleVersion
            $zip = "output/LoadTestAz.$version$suffix.zip"
            Compress-Archive -Path $module -DestinationPath $zip -Force
            $zip
        }
    }
}

<#
.SYNOPSIS
    Builds, tests or packs LoadTestAz from PowerShell.
.DESCRIPTION
    A thin layer over the dotnet command, for people who work in pwsh. Needs the .NET SDK 10.
.PARAMETER Task
    Build: the module under output/LoadTestAz. Test: all tests. Pack: the module, built for release, as
    output/LoadTestAz.<version>.zip.
.EXAMPLE
    ./build.ps1 -Task Build, Test
#>
[CmdletBinding()]
param(
    [ValidateSet('Build', 'Test', 'Pack')]
    [string[]] $Task = 'Build'
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
            Invoke-Dotnet build src/LoadTestAz --configuration Release
            $version = (Import-PowerShellDataFile module/LoadTestAz.psd1).ModuleVersion
            Compress-Archive -Path output/LoadTestAz -DestinationPath "output/LoadTestAz.$version.zip" -Force
            "output/LoadTestAz.$version.zip"
        }
    }
}

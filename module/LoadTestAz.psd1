@{
    RootModule           = 'net8.0/LoadTestAz.dll'
    ModuleVersion        = '0.1.0'
    GUID                 = '6d0f5b0e-6f0c-4f0b-9a55-2f7f6f1a4c1e'
    Author               = 'The LoadTestAz authors'
    CompanyName          = 'The LoadTestAz authors'
    Copyright            = '(c) The LoadTestAz authors'
    Description          = 'Distributed k6 load tests on Azure Container Instances or this machine: plan, run, watch, and merge into one correct result.'
    PowerShellVersion    = '7.4'
    CompatiblePSEditions = @('Core')
    FormatsToProcess     = @('LoadTestAz.Format.ps1xml')
    FunctionsToExport    = @()
    CmdletsToExport      = @('New-AzLoadTestPlan', 'Test-AzLoadTestPlan', 'Start-AzLoadTestWorker', 'Wait-AzLoadTestRun', 'Stop-AzLoadTestRun', 'Get-AzLoadTestRun', 'Remove-AzLoadTestRun', 'Merge-AzLoadTestResult', 'Compare-AzLoadTestResult', 'Assert-AzLoadTestResult', 'Export-AzLoadTestReport')
    VariablesToExport    = @()
    AliasesToExport      = @()
    PrivateData          = @{ PSData = @{ Tags = @('LoadTesting', 'Performance', 'k6', 'Azure', 'ACI', 'PSEdition_Core', 'Windows', 'Linux', 'MacOS'); LicenseUri = 'https://spdx.org/licenses/MIT.html' } }
}

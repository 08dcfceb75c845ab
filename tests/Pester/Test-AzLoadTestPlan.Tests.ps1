BeforeAll { . "$PSScriptRoot/Common.ps1" }
AfterAll { Set-Location $before }

Describe 'Test-AzLoadTestPlan' {
    It 'gives a check for the engine and one for the store' {
        $checks = New-ShortPlan http://127.0.0.1:9/ | Test-AzLoadTestPlan -Store ./checked
        $checks.Count | Should -BeGreaterThan 1
        $checks.Status | Should -Not -Contain 'Failed'
    }

    It 'says that a secret is missing, and what to do' {
        $check = New-ShortPlan http://127.0.0.1:9/ @{ SecretName = 'LOADTESTAZ_NOT_THERE' } | Test-AzLoadTestPlan | Where-Object Status -NE Passed
        $check.Detail | Should -BeLike '*LOADTESTAZ_NOT_THERE*'
        $check.Remedy | Should -Not -BeNullOrEmpty
    }

    It 'says that the store is no folder' {
        [System.IO.File]::WriteAllText("$TestDrive/file", '')
        $checks = New-ShortPlan http://127.0.0.1:9/ | Test-AzLoadTestPlan -Store ./file
        $checks.Status | Should -Contain 'Failed'
    }
}

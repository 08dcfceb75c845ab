BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'The pipeline' {
    It 'goes from a plan file to one correct result' {
        [System.IO.File]::WriteAllText("$TestDrive/plan.yaml", "name: shop`ntest:`n  target_url: $($target.Url)`n  engine: http`n  sleep: 50ms`n  thresholds: { http_req_failed: rate<0.05 }`ndistribution: { total_vus: 6, duration: 2s, vus_per_container: { protocol: 2 } }`n")
        $served = $target.Served.Requests

        $result = New-AzLoadTestPlan -Path plan.yaml | Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult | Assert-AzLoadTestResult

        $result.Passed | Should -Be $true
        $result.Workers | Should -HaveCount 3
        $result.Metrics['http_reqs'].Count | Should -Be ($target.Served.Requests - $served)
        $result.Metrics['http_req_duration'].Count | Should -Be $result.Metrics['http_reqs'].Count
    }

    It 'runs several plans, each a run of its own' {
        $results = New-ShortPlan $target.Url @{ Name = 'one' } | ForEach-Object { $_; New-ShortPlan $target.Url @{ Name = 'two' } } |
            Start-AzLoadTestWorker | Wait-AzLoadTestRun | Merge-AzLoadTestResult
        $results.Name | Should -Be @('one', 'two')
    }

    It 'exports what the manifest names, and leaves no mark on the session' {
        $commands = Get-Command -Module LoadTestAz
        $commands | Should -HaveCount 11
        $commands.CommandType | Select-Object -Unique | Should -Be 'Cmdlet'
        foreach ($command in $commands) { (Get-Help $command.Name).Synopsis | Should -Not -BeLike "*$($command.Name)*-*" }
    }

    It 'has topics about the whole' {
        foreach ($topic in 'about_LoadTestAz', 'about_LoadTestAz_Plan', 'about_LoadTestAz_Results') {
            "$(Get-Help $topic)" | Should -BeLike '*SHORT DESCRIPTION*'
        }
    }
}

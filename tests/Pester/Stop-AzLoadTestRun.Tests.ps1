BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Stop-AzLoadTestRun' {
    It 'ends a run early and keeps what it measured' {
        $workers = New-ShortPlan $target.Url @{ Duration = '10m' } | Start-AzLoadTestWorker
        $served = $target.Served.Requests
        for ($i = 0; $i -lt 600 -and $target.Served.Requests -lt $served + 10; $i++) { [System.Threading.Thread]::Sleep(50) }

        $workers | Stop-AzLoadTestRun -WhatIf | Should -BeNullOrEmpty
        $run = $workers | Stop-AzLoadTestRun -Reason 'enough' -Timeout 1m

        $run.State | Should -Be 'Stopped'
        $result = $run | Merge-AzLoadTestResult -WarningAction Ignore
        $result.Passed | Should -Be $false
        $result.Metrics['http_reqs'].Count | Should -BeGreaterThan 5
    }
}

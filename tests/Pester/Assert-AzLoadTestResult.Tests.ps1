BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
    $null = New-ShortPlan $target.Url @{ RunId = 'good-1'; Threshold = @{ http_req_failed = 'rate<0.01' } } | Start-AzLoadTestWorker -Store "$TestDrive/runs" | Wait-AzLoadTestRun
    $null = New-ShortPlan "$($target.Url)bad" @{ RunId = 'bad-1'; Threshold = @{ http_req_failed = 'rate<0.01' } } | Start-AzLoadTestWorker -Store "$TestDrive/runs" | Wait-AzLoadTestRun
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Assert-AzLoadTestResult' {
    It 'passes on a result that has passed' {
        (Merge-AzLoadTestResult -RunId good-1 -Store ./runs | Assert-AzLoadTestResult).RunId | Should -Be 'good-1'
    }

    It 'ends with an error that names the rule' {
        $problem = Get-ErrorOf { Merge-AzLoadTestResult -RunId bad-1 -Store ./runs | Assert-AzLoadTestResult }
        $problem.FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.ThresholdsCrossed*'
        "$problem" | Should -BeLike '*http_req_failed*rate<0.01*'
    }

    It 'ends a script with an exit code of 0 or not, without $ErrorActionPreference' {
        Get-ExitCodeOf "`$null = Merge-AzLoadTestResult -RunId good-1 -Store '$TestDrive/runs' | Assert-AzLoadTestResult`nexit 7" | Should -Be 7
        Get-ExitCodeOf "`$null = Merge-AzLoadTestResult -RunId bad-1 -Store '$TestDrive/runs' | Assert-AzLoadTestResult`nexit 7" | Should -Be 1
    }

    It 'says that nothing came' {
        (Get-ErrorOf { @() | Assert-AzLoadTestResult }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.NothingToAssert*'
    }
}

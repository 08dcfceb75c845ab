BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Remove-AzLoadTestRun' {
    It 'deletes a run with its data, but nothing with -WhatIf' {
        $run = New-ShortPlan $target.Url | Start-AzLoadTestWorker -Store ./runs | Wait-AzLoadTestRun
        $run | Remove-AzLoadTestRun -Data -WhatIf
        (Get-AzLoadTestRun -Store ./runs).RunId | Should -Be $run.RunId

        $run | Remove-AzLoadTestRun -Data -Confirm:$false

        Get-AzLoadTestRun -Store ./runs | Should -BeNullOrEmpty
    }

    It 'leaves a run that goes on alone, unless it is forced' {
        $workers = New-ShortPlan $target.Url @{ Duration = '10m' } | Start-AzLoadTestWorker -Store ./runs
        (Get-ErrorOf { $workers | Remove-AzLoadTestRun -Confirm:$false }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.RunGoesOn,*'

        $workers | Remove-AzLoadTestRun -Force -Confirm:$false

        ($workers | Wait-AzLoadTestRun -WarningAction Ignore).State | Should -Be 'Stopped'
    }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Start-AzLoadTestWorker' {
    It 'starts nothing with -WhatIf' {
        New-ShortPlan $target.Url | Start-AzLoadTestWorker -Store ./whatif -WhatIf | Should -BeNullOrEmpty
        './whatif' | Should -Not -Exist
    }

    It 'gives each worker, which know their run and store' {
        $plan = New-ShortPlan $target.Url
        $workers = $plan | Start-AzLoadTestWorker -Store './my results'
        $workers | Should -HaveCount 2
        $workers[0].RunId | Should -Be $plan.RunId
        ($workers | Wait-AzLoadTestRun).State | Should -Be 'Completed'
    }

    It 'refuses a run id that the store has' {
        $plan = New-ShortPlan $target.Url
        $null = $plan | Start-AzLoadTestWorker | Wait-AzLoadTestRun
        (Get-ErrorOf { $plan | Start-AzLoadTestWorker }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.RunExists,*'
    }

    It 'refuses to start without a secret that the plan names' {
        (Get-ErrorOf { New-ShortPlan $target.Url @{ SecretName = 'LOADTESTAZ_NOT_THERE' } | Start-AzLoadTestWorker }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.SecretMissing,*'
    }
}

BeforeAll {
    . "$PSScriptRoot/Common.ps1"
    $target = Start-Target
}

AfterAll {
    Stop-Target $target
    Set-Location $before
}

Describe 'Wait-AzLoadTestRun' {
    It 'follows a run to its end' {
        $run = New-ShortPlan $target.Url | Start-AzLoadTestWorker | Wait-AzLoadTestRun
        $run.State | Should -Be 'Completed'
        $run.Workers.State | Should -Be @('Completed', 'Completed')
    }

    It 'takes a run up by its id and store' {
        $workers = New-ShortPlan $target.Url | Start-AzLoadTestWorker -Store ./elsewhere
        (Wait-AzLoadTestRun -RunId $workers[0].RunId -Store ./elsewhere).State | Should -Be 'Completed'
    }

    It 'waits no longer than it is told, and the run goes on' {
        $workers = New-ShortPlan $target.Url @{ MaxDuration = '20m' } | Start-AzLoadTestWorker
        $problem = Get-ErrorOf { $workers | Wait-AzLoadTestRun -Timeout 100ms }
        $problem.FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.WaitTimedOut,*'
        ($workers | Wait-AzLoadTestRun).State | Should -Be 'Completed'
    }

    It 'gives the merged figures as objects, and the run last' {
        $objects = @(New-ShortPlan $target.Url | Start-AzLoadTestWorker | Wait-AzLoadTestRun -LiveStream)
        $objects[-1].GetType().Name | Should -Be 'LoadTestRun'
    }

    It 'says that there is no such run' {
        (Get-ErrorOf { Wait-AzLoadTestRun -RunId lt-none }).FullyQualifiedErrorId | Should -BeLike 'LoadTestAz.RunNotFound,*'
    }

    It 'completes run ids of the store at Tab' {
        $null = New-ShortPlan $target.Url @{ RunId = 'tab-me' } | Start-AzLoadTestWorker -Store './my runs' | Wait-AzLoadTestRun
        Get-TabResult "Wait-AzLoadTestRun -Store './my runs' -RunId ta" | Should -Be 'tab-me'
    }
}
